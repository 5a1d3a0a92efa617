using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// The columns of a table as a model generates them, x to z of the router to y of the likelihood, for the first few
/// thousand examples.
/// </summary>
internal static class GeneratedColumns
{
    private const int MostColumns = 12, Bins = 24;
    private const int WantedRows = 4000, MostDraws = 20, BatchRows = 4096;

    /// <summary>Generates targets for the conditions of examples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The examples, as the model sees them.</param>
    /// <param name="standardization">What takes the model's numbers back to the data's; null where they are.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <returns>None for images, without a latent, and for a likelihood that cannot be drawn from.</returns>
    public static IReadOnlyList<GeneratedColumn> Of(
        IConditionalModel model,
        Dataset dataset,
        Standardization? standardization,
        Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Image is not null)
            return [];
        if (dataset.Count > WantedRows)
            dataset = dataset.Range(0, WantedRows);
        if (Generate(model, dataset, device) is not { } generated)
            return [];
        return
        [
            .. dataset.TargetFields
                .SelectMany(field => field.Kind == FieldKind.Classes
                    ? [OfClasses(field, dataset.Target, generated)]
                    : Enumerable.Range(0, field.Width).Select(element =>
                        OfNumbers(field, element, dataset.Target, generated, standardization)))
                .OfType<GeneratedColumn>()
                .Take(MostColumns),
        ];
    }

    private static Tensor? Generate(IConditionalModel model, Dataset dataset, Device device)
    {
        int draws = Math.Clamp(WantedRows / dataset.Count, 1, MostDraws), size = Math.Max(1, BatchRows / draws);
        Tensor generated = new(new Shape(dataset.Count * draws, dataset.Target.Shape[1]));
        var tape = new Tape(device);
        for (int start = 0; start < dataset.Count; start += size)
        {
            int count = Math.Min(size, dataset.Count - start);
            tape.Clear();
            Variable condition = tape.Constant(dataset.Condition.Rows(start, count));
            if (model.Route(condition)?.Prior is not { } prior)
                return null;
            var noise = KeyedNoise.OfExamples(0, RandomPurpose.GeneratedColumns, firstDraw: 0, start);
            LatentDraws latent = prior.Sample(draws, noise);
            if (model.Decode(condition, latent) is not ISampler likelihood)
                return null;
            likelihood
                .Draw(new RandomStream(0, RandomPurpose.DrawnTargets, (ulong)start))
                .Span.CopyTo(generated.Rows(start * draws, count * draws).Span);
        }

        return generated;
    }

    private static GeneratedColumn OfClasses(Field field, Tensor real, Tensor generated)
    {
        return new GeneratedColumn(
            field.Name, [], [.. field.Classes!], [.. Shares(real)], [.. Shares(generated)], [], []);

        IEnumerable<double> Shares(Tensor rows) =>
            Enumerable.Range(field.Start, field.Width).Select(column => Column(rows, column).Average());
    }

    private static GeneratedColumn? OfNumbers(
        Field field,
        int element,
        Tensor real,
        Tensor generated,
        Standardization? standardization)
    {
        int column = field.Start + element;
        double[] truth = Sorted(real), made = Sorted(generated);
        if (made.Length == 0)
            return null;
        // A tail of few draws would squeeze everything else.
        double low = Math.Min(truth[0], Quantile(made, 0.005)), high = Math.Max(truth[^1], Quantile(made, 0.995));
        if (!(high > low))
            (low, high) = (low - 0.5, low + 0.5);
        return new GeneratedColumn(
            field.ElementName(element),
            [.. Enumerable.Range(0, Bins + 1).Select(i => low + i * (high - low) / Bins)],
            [],
            [.. Shares(truth)],
            [.. Shares(made)],
            [Quantile(truth, 0.05), Quantile(truth, 0.5), Quantile(truth, 0.95)],
            [Quantile(made, 0.05), Quantile(made, 0.5), Quantile(made, 0.95)]);

        double[] Sorted(Tensor rows)
        {
            double scale = standardization?.TargetScale.Span[column] ?? 1,
                mean = standardization?.TargetMean.Span[column] ?? 0;
            return [.. Column(rows, column).Select(value => mean + scale * value).Where(double.IsFinite).Order()];
        }

        double[] Shares(double[] values)
        {
            var shares = new double[Bins];
            foreach (double value in values.Where(value => value >= low && value <= high))
                shares[Math.Min((int)((value - low) / (high - low) * Bins), Bins - 1)] += 1.0 / values.Length;
            return shares;
        }
    }

    private static double Quantile(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static IEnumerable<double> Column(Tensor rows, int column)
    {
        for (int row = 0; row < rows.Shape[0]; row++)
            yield return rows.Row(row)[column];
    }
}
