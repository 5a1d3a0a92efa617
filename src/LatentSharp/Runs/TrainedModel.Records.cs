using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <content>Rows by the names of their columns.</content>
public sealed partial class TrainedModel
{
    /// <summary>Draws y for one x, by the names of the columns.</summary>
    /// <param name="condition">x: a number for each column.</param>
    /// <param name="count">How many draws; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    public IReadOnlyDictionary<string, double>[] Sample(
        IReadOnlyDictionary<string, double> condition,
        int count,
        ulong seed = 0) => [.. Sample(ConditionRow(condition), count, seed).Select(Named)];

    /// <summary>The decoder's mean at the mean of p(z|x), by the names of the columns.</summary>
    /// <param name="condition">x: a number for each column.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    public IReadOnlyDictionary<string, double> Mean(IReadOnlyDictionary<string, double> condition) =>
        Named(Mean(ConditionRow(condition)));

    /// <summary>p(z|x) of one x, by the names of the columns.</summary>
    /// <param name="condition">x: a number for each column.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public LatentNormal Route(IReadOnlyDictionary<string, double> condition) => Route(ConditionRow(condition));

    /// <summary>q(z|x,y) of one row, by the names of the columns.</summary>
    /// <param name="condition">x: a number for each column.</param>
    /// <param name="target">y: a number for each column.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    /// <exception cref="InvalidOperationException">The model has no Gaussian latent.</exception>
    public LatentNormal Infer(
        IReadOnlyDictionary<string, double> condition,
        IReadOnlyDictionary<string, double> target) => Infer(ConditionRow(condition), TargetRow(target));

    /// <summary>log p(y|x) of one row by draws of q, by the names of the columns.</summary>
    /// <param name="condition">x: a number for each column.</param>
    /// <param name="target">y: a number for each column.</param>
    /// <param name="samples">Draws of z; at least 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    public double LogLikelihood(
        IReadOnlyDictionary<string, double> condition,
        IReadOnlyDictionary<string, double> target,
        int samples,
        ulong seed = 0) => LogLikelihood(ConditionRow(condition), TargetRow(target), samples, seed);

    /// <summary>x as the span overloads take it, from numbers by name.</summary>
    /// <param name="values">
    /// A number for each column. Of a field of classes it is enough to give the class, where its name is a number.
    /// </param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    public float[] ConditionRow(IReadOnlyDictionary<string, double> values) => Row(values, card.Condition, "condition");

    /// <summary>y as the span overloads take it, from numbers by name.</summary>
    /// <param name="values">A number for each column, as for <see cref="ConditionRow"/>.</param>
    /// <exception cref="DataException">A column is missing or unknown, or its number is none it can have.</exception>
    public float[] TargetRow(IReadOnlyDictionary<string, double> values) => Row(values, card.Target, "target");

    private static float[] Row(IReadOnlyDictionary<string, double> values, Fields fields, string role)
    {
        ArgumentNullException.ThrowIfNull(values);
        var row = new float[fields.Width];
        var known = new List<string>();
        foreach (Field field in fields)
        {
            if (field.Classes is { } classes && values.TryGetValue(field.Name, out double number))
            {
                known.Add(field.Name);
                row[field.Start + ClassOf(number, classes, $"{role} {OneLine.Excerpt(field.Name)}")] = 1;
                continue;
            }

            for (int element = 0; element < field.Width; element++)
            {
                string name = field.ElementName(element);
                known.Add(name);
                row[field.Start + element] = (float)(values.TryGetValue(name, out double value)
                    ? value
                    : throw new DataException(
                        $"{role}: there is no column {OneLine.Excerpt(name)} among " +
                            $"{(values.Count == 0 ? "no columns at all" : string.Join(", ", values.Keys.Take(20)))}; " +
                            "give a number for it"));
            }
        }

        return values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? throw new DataException(
                $"{role}: there is no column {OneLine.Excerpt(unknown)} in the model; " +
                    NearestName.Suggestion(unknown, known))
            : row;
    }

    private static int ClassOf(double number, IReadOnlyList<string> classes, string what)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i] == text)
                return i;
        }

        throw new DataException($"{what}: there is no class {text}; {NearestName.Suggestion(text, [.. classes])}");
    }

    private Dictionary<string, double> Named(float[] row)
    {
        var named = new Dictionary<string, double>(row.Length, StringComparer.Ordinal);
        for (int column = 0; column < row.Length; column++)
            named[card.Target.ElementName(column)] = row[column];
        return named;
    }
}
