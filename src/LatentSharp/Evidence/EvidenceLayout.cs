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
    private readonly long[] own;
    private readonly int steps, width;
    private MaskedRows? masked;

    /// <summary>The layout of the array that the others follow.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="leading">
    /// Its shape: [N], [N, D] or [N, T, D]; of logits [N, K], [N, M, K] or [N, T, M, K].
    /// </param>
    public EvidenceLayout(EvidenceRole role, IReadOnlyList<long> leading)
    {
        this.leading = leading;
        own = [.. leading.TakeLast(role.Axes.AxesOfRow(leading.Count))];
        width = Product(own);
        steps = leading.Count > own.Length + 1 ? checked((int)leading[1]) : 0;
    }

    /// <summary>Whether rows are steps of sequences.</summary>
    public bool HasSteps => steps > 0;

    /// <summary>M, the variables of a categorical latent.</summary>
    public int Variables => own.Length == 2 ? (int)own[0] : 1;

    private long Rows => HasSteps ? leading[0] * steps : leading[0];

    /// <summary>Whether a shape may be that of the leading array.</summary>
    public static bool MayLead(EvidenceRole role, IReadOnlyList<long> shape) =>
        role.Axes.Accepts(shape)
        || (shape.Count == role.Axes.AxesOfRow(int.MaxValue) + 2
            && shape[1] is >= 1 and <= int.MaxValue
            && role.Axes.Accepts([shape[0], .. shape.Skip(2)]));

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
            : role.Axes.Accepts(array.Shape) && HasOwn(role, array.Shape, 1)
                ? Values(role, array, array.Shape[0], Product(array.Shape.Skip(1)))
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

    private static int Product(IEnumerable<long> axes) => checked((int)axes.Aggregate(1L, (p, axis) => p * axis));

    private static IEvidenceArray Values(EvidenceRole role, StoredArray array, long rows, int columns)
    {
        if (!array.Element.IsText)
            return new FileArray(role.Name, array, rows, columns);
        array.Prepare();
        return ClassCodes.Of(role.Name, array);
    }

    private IEvidenceArray Real(IEvidenceArray array) => masked is null ? array : new SelectedRows(array, masked);

    // Logits of as many columns in other axes are those of other variables.
    private bool HasOwn(EvidenceRole role, IReadOnlyList<long> shape, int before) =>
        role.Axes != EvidenceShape.Values || shape.Skip(before).SequenceEqual(own);

    private bool IsShared(IReadOnlyList<long> shape) =>
        shape.All(extent => extent == 1)
        // A vector is one number for each example where the latent has one dimension.
        || (width > 1 && shape.TakeLast(own.Length).SequenceEqual(own)
            && shape.SkipLast(own.Length).All(extent => extent == 1));

    private RepeatedRow Shared(EvidenceRole role, StoredArray array)
    {
        var row = new double[width];
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
            && (single ? shape is [_, _] or [_, _, 1] : Follows(role, shape)))
            return Values(role, array, Rows, Product(shape.Skip(2)));
        return role.MayBePerSequence && shape.Count > 0 && shape[0] == leading[0]
            && (single ? shape is [_] or [_, 1] : shape is [_] or [_, >= 1 and <= int.MaxValue])
            ? new RepeatedSteps(Values(role, array, leading[0], Product(shape.Skip(1))), steps)
            : null;
    }

    // What each step has of an array that is no single number.
    private bool Follows(EvidenceRole role, IReadOnlyList<long> shape) =>
        role.Axes == EvidenceShape.Values
            ? HasOwn(role, shape, 2)
            : shape is [_, _, >= 1 and <= int.MaxValue];

    private string Expected(EvidenceRole role)
    {
        string shape = role.Axes == EvidenceShape.Values ? $"[examples, {string.Join(", ", own)}]" : role.Shape;
        if (!HasSteps)
            return shape;
        string each = role.Axes == EvidenceShape.Vector
            ? $"[{leading[0]}, {steps}]"
            : shape.Replace("examples", $"{leading[0]}, {steps}", StringComparison.Ordinal);
        return $"{each}, a row for each step" + (role.MayBePerSequence ? ", or one for each sequence" : "");
    }

    private string Remedy(EvidenceRole role, IReadOnlyList<long> shape)
    {
        if (role.MayBeShared && shape is [_, var rows, var columns] && rows == columns && own.Length < 2)
            return "only diagonal posteriors and priors are read. If these are covariances, give the logs of their "
                + "diagonals; K_prior is then that of independent dimensions, and the true one larger by 1/2 (sum of "
                + "the logs - ln det) for each of them.";
        if (role == EvidenceRole.Labels && shape.Count == 2)
            return "if these are one-hot, give argmax over the classes; for several labels, give factors.";
        if (own.Length == 2 && !HasSteps && shape.Count == 2 && shape[1] == own[0])
            return "the second axis of logits is their variables; for steps of sequences give logits of the shape "
                + "[examples, steps, 1, values].";
        return shape.Count > 3 ? "join the axes after the first into one before saving."
            : HasSteps ? "give all arrays by step."
            : "reshape it before saving.";
    }
}
