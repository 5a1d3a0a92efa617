using LatentSharp.Data;
using LatentSharp.Data.Formats.Csv;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Data.Sources.Mnist;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Runs;

/// <summary>Finds the reader for a configuration's data, and splits what it reads.</summary>
internal static class DatasetLoader
{
    public static (Dataset Source, DatasetSplit Split) Load(RunConfiguration configuration)
    {
        if (configuration.Data.Length == 0)
            throw new OptionException(
                "data is not set; give a preset such as digits, or the path of a CSV or IDX file");
        // The test fraction plays no part where the data has a test part of its own.
        if (configuration.Data == MnistDataset.Name)
        {
            RequireBuiltIn(configuration);
            return MnistDataset.Load(
                Part(configuration),
                Binarization.Parse(configuration.Binarize),
                configuration.ValidationFraction);
        }

        if (configuration.ValidationFraction + configuration.TestFraction >= 1)
            throw OptionException.OutOfRange(
                "validation_fraction + test_fraction",
                configuration.ValidationFraction + configuration.TestFraction,
                "two fractions that leave examples to train on");
        Dataset source = Read(configuration);
        return (source, DatasetSplit.Of(source, configuration.ValidationFraction, configuration.TestFraction));
    }

    private static Dataset Read(RunConfiguration configuration)
    {
        if (configuration.Data == DigitsDataset.Name)
        {
            RequireBuiltIn(configuration);
            return DigitsDataset.Load(Part(configuration), Binarization.Parse(configuration.Binarize));
        }

        return configuration.Data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? ReadTable(configuration)
            : IdxImages.Load(
                configuration.Data,
                configuration.Labels,
                Part(configuration),
                Binarization.Parse(configuration.Binarize));
    }

    private static Dataset ReadTable(RunConfiguration configuration)
    {
        if (configuration.Condition.Count == 0 || configuration.Target.Count == 0)
            throw new OptionException(
                $"{configuration.Data}: condition and target are not both set; name the columns of each")
            {
                Remedy = new Remedy(RemedyKind.NameColumns),
            };
        return CsvDataset.Load(
            configuration.Data,
            [.. configuration.Condition],
            [.. configuration.Target],
            configuration.Label);
    }

    private static void RequireBuiltIn(RunConfiguration configuration)
    {
        if (configuration is not { Target: [], Label: null, Labels: null })
            throw new OptionException(
                $"data {configuration.Data} has images and labels of its own; leave target, label and labels unset");
    }

    private static ImageCondition Part(RunConfiguration configuration) =>
        configuration.Condition is [var part]
            ? ImageCondition.Parse(part)
            : throw new OptionException(
                $"{configuration.Data}: condition must name one image part; give condition upper_half, " +
                    "left_half, quadrants:1, 2 or 3, label or none");
}
