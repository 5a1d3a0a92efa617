using LatentSharp.Data;
using LatentSharp.Training.Configuration;

namespace LatentSharp.Training.Runs;

/// <summary>Finds the reader for a configuration's data.</summary>
internal static class DatasetLoader
{
    public static Dataset Load(RunConfiguration configuration)
    {
        if (configuration.Data.Length == 0)
            throw new OptionException("data is not set; give a preset such as digits, or the path of a CSV or IDX file");
        if (configuration.Data == "digits")
            return LoadDigits(configuration);
        return configuration.Data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? LoadTable(configuration) : LoadImages(configuration);
    }

    private static Dataset LoadDigits(RunConfiguration configuration) =>
        configuration is { Condition: ["upper_half"], Target: [], Label: null, Labels: null, Binarize: "threshold" }
            ? DigitsDataset.Load()
            : throw new OptionException("data digits is given as binary halves with labels: leave condition at upper_half, binarize at threshold, and target, label and labels unset");

    private static Dataset LoadTable(RunConfiguration configuration)
    {
        if (configuration.Condition.Count == 0 || configuration.Target.Count == 0)
            throw new OptionException($"{configuration.Data}: condition and target are not both set; name the columns, such as --condition a,b --target c");
        return CsvDataset.Load(configuration.Data, [.. configuration.Condition], [.. configuration.Target], configuration.Label);
    }

    private static Dataset LoadImages(RunConfiguration configuration)
    {
        if (configuration.Condition is not [var part])
            throw new OptionException($"{configuration.Data}: condition must name one image part; give condition upper_half, left_half, or quadrants:1, 2 or 3");
        return IdxImages.Load(
            configuration.Data, configuration.Labels, ImageCondition.Parse(part), Binarization.Parse(configuration.Binarize), configuration.Training.Seed);
    }
}
