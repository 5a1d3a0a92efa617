using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Runs;

/// <summary>Finds the source of a configuration's data, and splits what it loads.</summary>
internal static class DatasetLoader
{
    public static (Dataset Source, DatasetSplit Split, double? GreyMaximum) Load(
        RunConfiguration configuration,
        IReadOnlyList<IDataSource>? sources)
    {
        if (configuration.Data.Length == 0)
            throw new OptionException(
                "data is not set; give a preset such as digits, or the path of a CSV or IDX file");
        LoadedData loaded = DataSources.For(configuration.Data, sources).Load(RequestOf(configuration));
        return (loaded.All, loaded.Split ?? Split(loaded.All, configuration), loaded.GreyMaximum);
    }

    private static DataRequest RequestOf(RunConfiguration configuration) =>
        new(configuration.Data)
        {
            Condition = configuration.Condition,
            Target = configuration.Target,
            Label = configuration.Label,
            Labels = configuration.Labels,
            Binarization = Binarization.Parse(configuration.Binarize),
            GreyMaximum = configuration.GreyMaximum,
            ValidationFraction = configuration.ValidationFraction,
            TestFraction = configuration.TestFraction,
        };

    private static DatasetSplit Split(Dataset all, RunConfiguration configuration)
    {
        double held = configuration.ValidationFraction + configuration.TestFraction;
        return held < 1
            ? DatasetSplit.Of(all, configuration.ValidationFraction, configuration.TestFraction)
            : throw OptionException.OutOfRange(
                "validation_fraction + test_fraction",
                held,
                "two fractions that leave examples to train on");
    }
}
