using System.Text.Json;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>Configuration files. What is accepted must be written out and read again as the same.</summary>
internal sealed class ConfigTarget : IFuzzTarget
{
    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound =
    [
        Text(new RunConfiguration()),
        Text(Presets.Find("digits")!),
        [
            .. """{ "data": "table.csv", "condition": ["x"], "target": ["y", "z"], "label": "kind","""u8,
            .. """ /* aside */ "hidden": [], "seed": 7, }"""u8,
        ],
        [
            .. """{"data":"images.idx","labels":"labels.idx","condition":"upper_half","hidden":[64,64]"""u8,
            .. ""","log_variance_range":[-10,10],"gradient_clip_norm":null}"""u8,
        ],
    ];

    public string Format => "config";

    /// <summary>A configuration as its file, one key to a line.</summary>
    public static byte[] Text(RunConfiguration configuration)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            ConfigurationFile.Write(writer, configuration);
        return stream.ToArray();
    }

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfText(sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(folder["mutant.json"], file);

    public void Read() => RequireSame(ConfigurationFile.Read(folder["mutant.json"]));

    public void Dispose() => folder.Dispose();

    /// <summary>Writes a configuration and reads it again.</summary>
    /// <exception cref="InvalidOperationException">The two differ.</exception>
    public static void RequireSame(RunConfiguration configuration)
    {
        byte[] text = Text(configuration);
        using var document = JsonDocument.Parse(text);
        if (!Text(ConfigurationFile.Parse(document.RootElement, "written")).AsSpan().SequenceEqual(text))
            throw new InvalidOperationException("the configuration does not read back as it was written");
    }
}
