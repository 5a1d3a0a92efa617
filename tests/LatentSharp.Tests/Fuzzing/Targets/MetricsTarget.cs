using LatentSharp.Evidence;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>The log of a run, as a reading takes its history from it.</summary>
internal sealed class MetricsTarget : IFuzzTarget
{
    private static readonly byte[][] Sound =
    [
        [..
            """
            {"kind":"step","step":10,"epoch":0,"objective":41.5,"terms":{"reconstruction":{"raw":40,"weight":1,"contribution":40,"role":"active"},"prior_kl":{"raw":3,"weight":0.5,"contribution":1.5,"role":"active"}},"gradient_norm":2.5,"learning_rate":0.001}
            {"kind":"rollback","step":12,"epoch":0,"to_step":10,"learning_rate_scale":0.5,"reason":"the gradient is not finite"}
            {"kind":"step","step":20,"epoch":1,"objective":"NaN","terms":{"reconstruction":{"raw":"NaN","weight":1,"contribution":"NaN","role":"active"}},"gradient_norm":"Infinity","learning_rate":0.001}
            {"kind":"validation","step":20,"epoch":1,"examples":64,"objective":42,"terms":{},"prior_variance":0.75,"best":true}

            """u8],
    ];

    private readonly FuzzFolder folder = new();

    public string Format => "metrics";

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfText(Sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(folder["metrics.jsonl"], file);

    public void Read() => RunHistory.ReadLog(Path.Combine(folder.Path, "metrics.jsonl"));

    public void Dispose() => folder.Dispose();
}
