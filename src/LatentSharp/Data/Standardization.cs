using System.Globalization;
using LatentSharp.Tensors;

namespace LatentSharp.Data;

/// <summary>
/// The affine map (v - mean) / scale of each column, where mean and scale (the population standard deviation) are
/// those of the training split: held-out examples must not leak into what the model is trained on.
/// </summary>
public sealed class Standardization
{
    /// <summary>Restores a standardisation from the tensors that were saved with a model.</summary>
    /// <param name="conditionMean">[condition]</param>
    /// <param name="conditionScale">[condition], all above 0</param>
    /// <param name="targetMean">[target]</param>
    /// <param name="targetScale">[target], all above 0</param>
    /// <exception cref="ArgumentException">
    /// A mean and its scale differ in shape, or a scale is not positive.
    /// </exception>
    public Standardization(Tensor conditionMean, Tensor conditionScale, Tensor targetMean, Tensor targetScale)
    {
        Check(conditionMean, conditionScale, "condition");
        Check(targetMean, targetScale, "target");
        (ConditionMean, ConditionScale, TargetMean, TargetScale) = (
            conditionMean,
            conditionScale,
            targetMean,
            targetScale);
    }

    /// <summary>The mean of each condition column, [condition].</summary>
    public Tensor ConditionMean { get; }

    /// <summary>What each centred condition column is divided by, [condition].</summary>
    public Tensor ConditionScale { get; }

    /// <summary>The mean of each target column, [target].</summary>
    public Tensor TargetMean { get; }

    /// <summary>What each centred target column is divided by, [target].</summary>
    public Tensor TargetScale { get; }

    /// <summary>Measures the columns of the training split, in float64. A constant column gets the scale 1.</summary>
    public static Standardization Of(Dataset training)
    {
        (Tensor conditionMean, Tensor conditionScale) = Measure(training.Condition);
        (Tensor targetMean, Tensor targetScale) = Measure(training.Target);
        return new Standardization(conditionMean, conditionScale, targetMean, targetScale);
    }

    /// <summary>
    /// The same for the condition, and the target left as it is: for targets that are classes or bits.
    /// </summary>
    public Standardization ForConditionOnly() =>
        new(ConditionMean, ConditionScale, new Tensor(TargetMean.Shape), Tensor.Filled(TargetScale.Shape, 1f));

    /// <summary>The data with every column centred and scaled; labels and fields stay.</summary>
    /// <exception cref="DataException">
    /// The data has other columns than the training split, or a value overflows.
    /// </exception>
    public Dataset Apply(Dataset dataset) =>
        dataset.WithValues(
            Apply(dataset.Name, dataset.Condition, ConditionMean, ConditionScale, "condition"),
            Apply(dataset.Name, dataset.Target, TargetMean, TargetScale, "target"));

    private static (Tensor Mean, Tensor Scale) Measure(Tensor values)
    {
        int rows = values.Shape[0], columns = values.Shape[1];
        double[] sum = new double[columns], squares = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            Span<float> example = values.Row(row);
            for (int column = 0; column < columns; column++)
                sum[column] += example[column];
        }

        // The second pass works on deviations: E[v^2] - E[v]^2 cancels when the mean is large.
        for (int row = 0; row < rows; row++)
        {
            Span<float> example = values.Row(row);
            for (int column = 0; column < columns; column++)
            {
                double deviation = example[column] - sum[column] / rows;
                squares[column] += deviation * deviation;
            }
        }

        Tensor mean = new(new Shape(columns)), scale = new(new Shape(columns));
        for (int column = 0; column < columns; column++)
        {
            mean.Span[column] = (float)(sum[column] / rows);
            float deviation = (float)Math.Sqrt(squares[column] / rows);
            scale.Span[column] = deviation > 0 ? deviation : 1;
        }

        return (mean, scale);
    }

    private static Tensor Apply(string name, Tensor values, Tensor mean, Tensor scale, string role)
    {
        int columns = values.Shape[1];
        if (columns != mean.Shape[0])
            throw new DataException(
                $"{name}: the data has {columns} {role} columns, and its standardisation was measured on " +
                    $"{mean.Shape[0]}; give data with "
                    + "the columns that the model was trained on.");
        var standardized = new Tensor(values.Shape);
        for (int row = 0; row < values.Shape[0]; row++)
            Apply(values.Row(row), mean.Span, scale.Span, standardized.Row(row));
        return standardized;
    }

    /// <summary>(v - mean) / scale of a row.</summary>
    internal static void Apply(
        ReadOnlySpan<float> row,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> scale,
        Span<float> destination)
    {
        for (int column = 0; column < row.Length; column++)
            destination[column] = (float)(((double)row[column] - mean[column]) / scale[column]);
    }

    /// <summary>v * scale + mean of a row: the inverse.</summary>
    internal static void Undo(
        ReadOnlySpan<float> row,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> scale,
        Span<float> destination)
    {
        for (int column = 0; column < row.Length; column++)
            destination[column] = (float)((double)row[column] * scale[column] + mean[column]);
    }

    private static void Check(Tensor mean, Tensor scale, string role)
    {
        if (mean.Shape.Rank != 1 || mean.Shape != scale.Shape)
            throw new ArgumentException(
                $"Standardization: the {role} mean has shape {mean.Shape} and its scale {scale.Shape}; expected " +
                    $"[{role}] for both.");
        foreach (float value in scale.Span)
        {
            if (!(value > 0))
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Standardization: a {role} scale is {value}; scales are above 0, and 1 where a column is "
                            + $"constant."));
        }
    }
}
