using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;

namespace LatentSharp.Evidence;

/// <summary>
/// How the rows of a file's arrays lie: one for each example, or one for each step of sequences; and which of them are
/// real. Arrays are arranged to one row for each example that counts.
/// </summary>
internal sealed class EvidenceLayout
{
    private readonly IReadOnlyList<long> leading;
    private readonly int steps;
    private MaskedRows? masked;

    /// <summary>The layout of the array that the others follow.</summary>
    /// <param name="leading">Its shape: [N], [N, D] or [N, T, D].</param>
    public EvidenceLayout(IReadOnlyList<long> leading)
    {
        this.leading = leading;
        steps = leading is [_, var count, _] ? checked((int)count) : 0;
    }

    /// <summary>Whether rows are steps of sequences.</summary>
    public bool HasSteps => steps > 0;

    private long Rows => HasSteps ? leading[0] * steps : leading[0];

    /// <summary>Whether a shape may be that of the leading array.</summary>
    public static bool MayLead(IReadOnlyList<long> shape) =>
        EvidenceShape.Latent.Accepts(shape) || shape is [_, >= 1 and <= int.MaxValue, >= 1 and <= int.MaxValue];

    /// <summary>The sequence of each step, where no array says what belongs together.</summary>
    public IEvidenceArray? Sequences() => HasSteps ? Real(new SequenceNumbers(leading[0], steps)) : null;

    /// <summary>Leaves out what a mask leaves out, from here on.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="what">The array, as errors name it.</param>
    /// <exception cref="DataException">Its shape is not that of the rows, or it lets too few through.</exception>
    public void Apply(StoredArray mask, string what)
    {
        IEvidenceArray array = Arrange(EvidenceRole.Mask, mask, what);
        if (array.Rows != Rows)
            throw new DataException(
                $"{what} has {array.Rows} rows; expected {Rows}, one for each row of the posterior.");
        mask.Prepare();
        masked = MaskedRows.Of(array);
        if (masked.Count < 2)
            throw new DataException(
                $"{what} lets {masked.Count} rows through; a reading needs at least 2: 1 is for what is real.");
    }

    /// <summary>One row of an array for each example that counts.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="array">The array.</param>
    /// <param name="what">The array, as errors name it.</param>
    /// <exception cref="DataException">Its shape is not that of its role.</exception>
    public IEvidenceArray Arrange(EvidenceRole role, StoredArray array, string what)
    {
        if (role.MayBeShared && IsShared(array.Shape))
            return Shared(role, array);
        IEvidenceArray? rows = HasSteps ? OfSteps(role, array)
            : role.Axes.Accepts(array.Shape) ? Values(role, array, array.Shape[0], Columns(array.Shape))
            : null;
        if (rows is null)
            throw new DataException(
                $"{what} has the shape {ArrayShape.Text(array.Shape)}; expected {Expected(role)}: "
                    + Remedy(role, array.Shape));
        if (array.ColumnMajor && array.Shape.Count > 2)
            throw new DataException(
                $"{what} lies in column-major order; three axes are read in row-major order alone: save "
                    + "numpy.ascontiguousarray(...) of it.");
        // Of another length it is refused where all arrays are held against each other.
        return rows.Rows == Rows ? Real(rows) : rows;
    }

    private static int Columns(IReadOnlyList<long> shape) => shape.Count == 1 ? 1 : checked((int)shape[^1]);

    private static IEvidenceArray Values(EvidenceRole role, StoredArray array, long rows, int columns)
    {
        if (!array.Element.IsText)
            return new FileArray(role.Name, array, rows, columns);
        array.Prepare();
        return ClassCodes.Of(role.Name, array);
    }

    private IEvidenceArray Real(IEvidenceArray array) => masked is null ? array : new SelectedRows(array, masked);

    private bool IsShared(IReadOnlyList<long> shape)
    {
        long width = leading.Count == 1 ? 1 : leading[^1];
        if (shape.Count == 0)
            return true;
        // A vector is one number for each example where the latent has one dimension.
        return shape.SkipLast(1).All(extent => extent == 1) && (shape[^1] == 1 || (shape[^1] == width && width > 1));
    }

    private RepeatedRow Shared(EvidenceRole role, StoredArray array)
    {
        var row = new double[leading.Count == 1 ? 1 : checked((int)leading[^1])];
        long given = (long)ArrayShape.Elements(array.Shape);
        array.Prepare();
        array.Read(0, row.AsSpan(0, (int)given));
        if (given == 1)
            Array.Fill(row, row[0]);
        return new RepeatedRow(role.Name, row, masked?.Count ?? Rows);
    }

    private IEvidenceArray? OfSteps(EvidenceRole role, StoredArray array)
    {
        IReadOnlyList<long> shape = array.Shape;
        bool single = role.Axes == EvidenceShape.Vector;
        if (shape.Count >= 2 && shape[0] == leading[0] && shape[1] == steps
            && (single ? shape is [_, _] or [_, _, 1] : shape is [_, _, >= 1 and <= int.MaxValue]))
            return Values(role, array, Rows, shape.Count == 2 ? 1 : checked((int)shape[2]));
        return role.MayBePerSequence && shape.Count > 0 && shape[0] == leading[0]
            && (single ? shape is [_] or [_, 1] : shape is [_] or [_, >= 1 and <= int.MaxValue])
            ? new RepeatedSteps(Values(role, array, leading[0], Columns(shape)), steps)
            : null;
    }

    private string Expected(EvidenceRole role)
    {
        if (!HasSteps)
            return role.Shape;
        string each = role.Axes == EvidenceShape.Vector
            ? $"[{leading[0]}, {steps}]"
            : role.Shape.Replace("examples", $"{leading[0]}, {steps}", StringComparison.Ordinal);
        return $"{each}, a row for each step" + (role.MayBePerSequence ? ", or one for each sequence" : "");
    }

    private string Remedy(EvidenceRole role, IReadOnlyList<long> shape)
    {
        if (role.MayBeShared && shape is [_, var rows, var columns] && rows == columns)
            return "only diagonal posteriors and priors are read. If these are covariances, give the logs of their "
                + "diagonals; K_prior is then that of independent dimensions, and the true one larger by 1/2 (sum of "
                + "the logs - ln det) for each of them.";
        if (role == EvidenceRole.Labels && shape.Count == 2)
            return "if these are one-hot, give argmax over the classes; for several labels, give factors.";
        return shape.Count > 3 ? "join the axes after the first into one before saving."
            : HasSteps ? "give all arrays by step."
            : "reshape it before saving.";
    }
}
