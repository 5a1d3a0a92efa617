using System.CommandLine;
using LatentSharp.Data;
using LatentSharp.Training.Configuration;
using LatentSharp.Training.Runs;

namespace LatentSharp.Cli;

/// <summary>latent data: what ships with the tool, and what is in it.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var list = new Command("list", "Lists the presets and their data.");
        list.SetAction(_ =>
        {
            foreach ((string name, RunConfiguration configuration) in Presets.All)
                Console.Out.WriteLine($"{name}  {Describe(RunSetup.Load(configuration))}");
            return ExitCode.Done;
        });

        var name = new Argument<string>("name") { Description = "A preset, as latent data list names it." };
        var show = new Command("show", "Shows a preset's data, its source and its licence.") { name };
        show.SetAction(parsed => Show(parsed.GetRequiredValue(name)));
        return new Command("data", "Lists and shows the data that ships with the tool.") { list, show };
    }

    private static int Show(string name)
    {
        string[] known = [.. Presets.All.Select(preset => preset.Name)];
        RunConfiguration configuration = Presets.Find(name)
            ?? throw new OptionException($"there is no data called '{name}'; {NearestName.Suggestion(name, known)}");
        RunSetup setup = RunSetup.Load(configuration);
        Dataset source = setup.Source;
        Console.Out.WriteLine(Describe(setup));
        Console.Out.WriteLine($"fingerprint  {source.Fingerprint}");
        if (source is { Labels: { } labels, LabelNames: { } labelNames })
        {
            IEnumerable<string> counts = labelNames.Select((label, index) => $"{label}: {labels.Count(value => value == index)}");
            Console.Out.WriteLine($"labels       {string.Join("  ", counts)}");
        }

        Console.Out.WriteLine($"source       {DigitsDataset.Attribution.TrimEnd().ReplaceLineEndings("\n             ")}");
        return ExitCode.Done;
    }

    private static string Describe(RunSetup setup) =>
        $"{setup.Source.Count} examples ({setup.Data.Train.Count} training, {setup.Data.Validation.Count} validation, {setup.Data.Test.Count} test), "
        + $"condition {setup.Source.Condition.Shape[1]}, target {setup.Source.Target.Shape[1]}";
}
