using System.CommandLine;
using LatentSharp.Cli.Completion;
using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Data.Sources.Mnist;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Words;

namespace LatentSharp.Cli;

/// <summary>
/// latent data: what the tool can train on by name, what is in it, and how it gets what does not ship with it.
/// </summary>
internal static class DataCommand
{
    private const string NotHere = $"not here: {ErrorMessage.FileMnist}";

    public static Command Create()
    {
        var list = new Command("list", "Lists the presets and their data.");
        list.SetAction(_ =>
        {
            foreach ((string name, RunConfiguration configuration) in Presets.All)
                Console.Out.WriteLine(
                    $"{name}  {(IsHere(configuration) ? Describe(RunSetup.Load(configuration)) : NotHere)}");
            return ExitCode.Done;
        });

        var name = new Argument<string>("name") { Description = "A preset, as latent data list names it, or mnist." }
            .WithData();
        var show = new Command("show", "Shows a preset's data, its source and its licence.") { name };
        show.SetAction(parsed => Show(parsed.GetRequiredValue(name)));

        var data = new Argument<string>("name") { Description = "The data: mnist." };
        var from = new Option<string>("--from")
        {
            Description = "The folder that the data was unpacked to.",
            HelpName = "PATH",
            Required = true,
        };
        var get = new Command("get", "Files data that does not ship with the tool, checked by its SHA-256.")
        {
            data,
            from,
        };
        get.SetAction(parsed => Get(parsed.GetRequiredValue(data), parsed.GetRequiredValue(from)));
        return new Command(
            "data",
            "Lists and shows the data of the presets, and files what does not ship with the tool.")
        {
            list,
            show,
            get,
        };
    }

    private static INamedDataSource? Named(string data) =>
        DataSources.All.OfType<INamedDataSource>().FirstOrDefault(source => source.Accepts(data));

    private static bool IsHere(RunConfiguration configuration) => Named(configuration.Data) is not { IsHere: false };

    private static int Show(string name)
    {
        string[] known =
        [
            .. Presets.All
                .Select(preset => preset.Name)
                .Union(DataSources.All.OfType<INamedDataSource>().Select(source => source.Name)),
        ];
        RunConfiguration? preset = Presets.Find(name);
        INamedDataSource? source = Named(preset?.Data ?? name);
        if (preset is null && source is null)
            throw new OptionException($"there is no data called '{name}'; {NearestName.Suggestion(name, known)}");
        if (source is { IsHere: false })
            Console.Out.WriteLine(NotHere);
        else if (preset is not null)
            ShowContent(RunSetup.Load(preset));
        else
            ShowContent(RunSetup.Load(WholeOf(source!.Whole)));
        foreach ((string heading, string text) in source?.About ?? [])
            ShowBlock(heading, text);
        return ExitCode.Done;
    }

    private static RunConfiguration WholeOf(DataRequest request) =>
        new()
        {
            Data = request.Location,
            Condition = request.Condition,
            ValidationFraction = request.ValidationFraction,
            TestFraction = request.TestFraction,
        };

    private static void ShowContent(RunSetup setup)
    {
        Dataset source = setup.Source;
        Console.Out.WriteLine(Describe(setup));
        ShowBlock("fingerprint", source.Fingerprint);
        if (source is { Labels: { } labels, LabelNames: { } labelNames })
        {
            IEnumerable<string> counts = labelNames.Select(
                (label, index) => $"{label}: {labels.Count(value => value == index)}");
            ShowBlock("labels", string.Join("  ", counts));
        }
    }

    private static void ShowBlock(string name, string text) =>
        Console.Out.WriteLine($"{name,-13}{text.TrimEnd().ReplaceLineEndings("\n             ")}");

    private static int Get(string name, string from)
    {
        if (name != MnistDataset.Name)
            throw new OptionException(
                $"there is no data called '{name}' to get; {NearestName.Suggestion(name, [MnistDataset.Name])}");
        foreach ((string file, bool taken) in MnistDataset.Take(from))
            Console.Out.WriteLine($"{file}  {(taken ? "filed" : "there already")}");
        Console.Out.WriteLine($"mnist is in {MnistDataset.Folder}");
        return ExitCode.Done;
    }

    private static string Describe(RunSetup setup) =>
        $"{setup.Source.Count} examples ({setup.Data.Train.Count} training, {setup.Data.Validation.Count} " +
            $"validation, {setup.Data.Test.Count} test), "
        + $"condition {setup.Source.Condition.Shape[1]}, target {setup.Source.Target.Shape[1]}";
}
