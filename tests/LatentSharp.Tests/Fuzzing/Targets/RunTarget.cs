using System.Text;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>The record of a run. The configuration in it must be written out and read again as the same.</summary>
internal sealed class RunTarget : IFuzzTarget
{
    private static readonly string Config = Encoding.UTF8.GetString(ConfigTarget.Text(Presets.Find("digits")!));

    private readonly FuzzFolder folder = new();
    private readonly byte[][] sound =
    [
        Record(
            """
            "status": "completed",
            "changes": [
              { "step": 40, "key": "epochs", "from": "100", "to": "200" }
            ]
            """),
        Record(
            """
            "status": "failed",
            "reason": "the objective is not finite"
            """),
    ];

    public string Format => "run";

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfText(sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(RunRecord.PathIn(folder.Path), file);

    public void Read() => ConfigTarget.RequireSame(RunRecord.Read(folder.Path).Configuration);

    public void Dispose() => folder.Dispose();

    private static byte[] Record(string fields) => Encoding.UTF8.GetBytes(
        $$"""
        {
          "schema": "latentsharp/run/1",
          "config": {{Config}},
          "data": {
            "name": "digits",
            "fingerprint": "{{new string('a', 64)}}",
            "train": 1258
          },
          {{fields}}
        }
        """);
}
