using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Tensors;

namespace LatentSharp.Cli;

/// <summary>
/// What latent sample generates from: the conditions, where z comes from, and whether y is drawn or its mean. It makes
/// blocks of rows of y.
/// </summary>
internal sealed class LatentSource
{
    /// <summary>The steps along a dimension, where none are asked for.</summary>
    public const int Steps = 9;

    private const int BlockNumbers = 1 << 22;
    private const float Furthest = 3;

    private readonly TrainedModel model;
    private readonly Tensor? latents;
    private readonly bool means;
    private readonly ulong seed;

    private LatentSource(TrainedModel model, Tensor conditions, Tensor? latents, int draws, bool means, ulong seed)
    {
        (this.model, Conditions, this.latents, Draws) = (model, conditions, latents, draws);
        (this.means, this.seed) = (means, seed);
        if ((long)draws * model.TargetFields.Width > Array.MaxLength)
            throw new OptionException(
                $"--count is {draws}; expected at most {Array.MaxLength / model.TargetFields.Width} for a target of " +
                    $"{model.TargetFields.Width} columns");
    }

    /// <summary>x of every row, [rows, condition].</summary>
    public Tensor Conditions { get; }

    /// <summary>The number of conditions.</summary>
    public int Rows => Conditions.Shape[0];

    /// <summary>Rows of y for each condition.</summary>
    public int Draws { get; }

    /// <summary>Reads what --z, --count and --mean ask for.</summary>
    public static LatentSource Parse(
        TrainedModel model,
        Tensor conditions,
        string z,
        int count,
        bool means,
        ulong seed)
    {
        if (z == "prior")
            return new LatentSource(model, conditions, latents: null, Math.Max(count, 1), means, seed);
        if (model.LatentDimensions == 0)
            throw new OptionException($"--z is {z}, and model nn has no z; leave it out");
        int rows = conditions.Shape[0], width = model.LatentDimensions;
        bool along = int.TryParse(z, NumberStyles.None, CultureInfo.InvariantCulture, out int dimension);
        if (z != "mean" && !along)
            return OfFile(model, conditions, z, count, means, seed);
        if (model.Model.Latent is { Values: { } values })
            return along
                ? OfValues(model, conditions, dimension, values, count, seed)
                : throw new OptionException(
                    "--z is mean, and a categorical z has none; give the number of a variable to go through its " +
                        "values, or a file");
        Tensor mean = new(new Shape(rows, width)), variance = new(new Shape(rows, width));
        model.Route(conditions.Span, mean.Span, variance.Span);
        if (!along)
            return new LatentSource(model, conditions, mean, Fixed(count, means), means, seed);
        if (dimension >= width)
            throw new OptionException($"--z is {z}; the dimensions of z are 0 to {width - 1}");

        // What changes from step to step is z alone: y is its mean.
        int steps = count == 0 ? Steps : count;
        Tensor path = new(new Shape(checked(rows * steps), width)),
            repeated = new(new Shape(rows * steps, conditions.Shape[1]));
        for (int i = 0; i < rows * steps; i++)
        {
            int row = i / steps;
            conditions.Row(row).CopyTo(repeated.Row(i));
            mean.Row(row).CopyTo(path.Row(i));
            float share = steps == 1 ? 0 : 2f * (i % steps) / (steps - 1) - 1;
            path.Row(i)[dimension] += Furthest * share * MathF.Sqrt(variance.Row(row)[dimension]);
        }

        return new LatentSource(model, conditions, path, steps, means: true, seed) { Repeated = repeated };
    }

    /// <summary>y in blocks of whole conditions, [conditions, draws, target].</summary>
    public IEnumerable<float[]> Blocks(CountProgress progress, CancellationToken cancellation)
    {
        int perRow = Draws * model.TargetFields.Width, most = Math.Max(BlockNumbers / perRow, 1);
        for (int start = 0, count; start < Rows; start += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = Math.Min(most, Rows - start);
            var y = new float[count * perRow];
            Fill(start, count, y);
            progress.Report(start + count);
            yield return y;
        }
    }

    // x of every step along a dimension; null elsewhere.
    private Tensor? Repeated { get; init; }

    // One variable at each of its values, the others at the router's likeliest.
    private static LatentSource OfValues(
        TrainedModel model,
        Tensor conditions,
        int variable,
        int values,
        int count,
        ulong seed)
    {
        int rows = conditions.Shape[0], width = model.LatentDimensions;
        if (variable >= width / values)
            throw new OptionException($"--z is {variable}; the variables of z are 0 to {width / values - 1}");
        if (count > 0 && count != values)
            throw new OptionException(
                $"--count is {count}, and variable {variable} of z has {values} values, which are all gone through; " +
                    "leave it out");
        Tensor path = new(new Shape(checked(rows * values), width)),
            repeated = new(new Shape(rows * values, conditions.Shape[1]));
        for (int row = 0; row < rows; row++)
        {
            float[] logits = model.RouteParts(conditions.Row(row))[model.Model.Latent!.Parts[0]];
            for (int value = 0; value < values; value++)
            {
                conditions.Row(row).CopyTo(repeated.Row(row * values + value));
                Span<float> z = path.Row(row * values + value);
                for (int start = 0; start < width; start += values)
                {
                    bool along = start == variable * values;
                    int likeliest = Array.IndexOf(logits, logits[start..(start + values)].Max(), start);
                    z[along ? start + value : likeliest] = 1;
                }
            }
        }

        return new LatentSource(model, conditions, path, values, means: true, seed) { Repeated = repeated };
    }

    private static LatentSource OfFile(
        TrainedModel model,
        Tensor conditions,
        string file,
        int count,
        bool means,
        ulong seed)
    {
        var columns = Fields.Columns(
            [.. Enumerable.Range(0, model.LatentDimensions).Select(i => FormattableString.Invariant($"z{i}"))]);
        Tensor latents = RowsFile.Read(file, columns, "z");
        (int rows, int given) = (conditions.Shape[0], latents.Shape[0]);
        if (rows != given && rows != 1 && given != 1)
            throw new OptionException(
                $"--z {file} has {given} rows, and there are {rows} conditions; give as many, or one of either");
        int all = Math.Max(rows, given);
        return new LatentSource(
            model, Stretched(conditions, all), Stretched(latents, all), Fixed(count, means), means, seed);
    }

    private static Tensor Stretched(Tensor rows, int count)
    {
        if (rows.Shape[0] == count)
            return rows;
        var stretched = new Tensor(new Shape(count, rows.Shape[1]));
        for (int row = 0; row < count; row++)
            rows.Row(0).CopyTo(stretched.Row(row));
        return stretched;
    }

    private static int Fixed(int count, bool means) =>
        means && count > 1
            ? throw new OptionException(
                $"--count is {count}, but the decoder's mean at one z is one; leave out --count, or --mean")
            : Math.Max(count, 1);

    private void Fill(int start, int count, float[] y)
    {
        ReadOnlySpan<float> x = Conditions.Rows(start, count).Span;
        if (Repeated is not null)
            model.Decode(
                Repeated.Rows(start * Draws, count * Draws).Span,
                latents!.Rows(start * Draws, count * Draws).Span,
                y);
        else if (latents is null && means)
            model.SampleMeans(x, Draws, seed, y, start);
        else if (latents is null)
            model.Sample(x, Draws, seed, y, start);
        else if (means)
            model.Decode(x, latents.Rows(start, count).Span, y);
        else
            model.SampleAt(x, latents.Rows(start, count).Span, Draws, seed, y, start);
    }
}
