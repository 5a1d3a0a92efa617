using System.Globalization;
using System.Numerics.Tensors;
using LatentSharp.Data;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Runs.Inference;

/// <summary>The columns of x or of y: from the units of the data to those of the model, and back.</summary>
/// <param name="role">condition or target, as errors say it.</param>
/// <param name="fields">What the columns are.</param>
/// <param name="mean">What is taken off, [columns]; null where the model sees the data as they are.</param>
/// <param name="scale">What it is then divided by, [columns].</param>
internal sealed class ModelColumns(string role, Fields fields, Tensor? mean, Tensor? scale)
{
    /// <summary>The number of columns.</summary>
    public int Width => fields.Width;

    /// <summary>What the columns are.</summary>
    public Fields Fields => fields;

    /// <summary>
    /// ln |dv / du| for v in the units of the data and u in those of the model: what a log-density loses by the
    /// change.
    /// </summary>
    public double LogScale { get; } = scale is null ? 0 : scale.Span.ToArray().Sum(value => Math.Log(value));

    /// <summary>Checks how many numbers were given.</summary>
    /// <exception cref="ArgumentException">They are no whole rows, or more or fewer rows than expected.</exception>
    public void Require(int given, int rows)
    {
        if (given != (long)rows * Width)
            throw new ArgumentException(
                $"TrainedModel: the {role} has {given} numbers; expected {(long)rows * Width}: {rows} rows of " +
                    $"{Width}.");
    }

    /// <summary>Takes rows in.</summary>
    /// <exception cref="DataException">A number is not finite.</exception>
    public void Load(ReadOnlySpan<float> rows, long firstRow, Span<float> destination)
    {
        if (rows.IsEmpty)
            return;
        if (mean is null || scale is null)
            rows.CopyTo(destination);
        else
            for (int start = 0; start < rows.Length; start += Width)
                Standardization.Apply(rows.Slice(start, Width), mean.Span, scale.Span, destination.Slice(start, Width));
        Span<float> loaded = destination[..rows.Length];
        if (TensorPrimitives.IsFiniteAll<float>(loaded))
            return;
        int first = 0;
        while (float.IsFinite(loaded[first]))
            first++;
        throw NotFinite(firstRow + first / Width, first % Width, rows[first]);
    }

    /// <summary>Gives rows out.</summary>
    public void Unload(ReadOnlySpan<float> rows, Span<float> destination)
    {
        if (mean is null || scale is null)
            rows.CopyTo(destination);
        else
            for (int start = 0; start < rows.Length; start += Width)
                Standardization.Undo(rows.Slice(start, Width), mean.Span, scale.Span, destination.Slice(start, Width));
    }

    /// <summary>An error at an element.</summary>
    public DataException Error(long row, int column, string problem) =>
        new($"{role} row {row}, counted from 0, {fields.ElementName(column)}: {problem}");

    private DataException NotFinite(long row, int column, float value) =>
        Error(
            row,
            column,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{value} is {(float.IsFinite(value) ? "too far from what the model was trained on" : "not finite")}; "
                    + $"expected a finite number in the units of the data"));
}
