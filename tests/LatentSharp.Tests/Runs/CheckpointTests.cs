using LatentSharp.Data;
using LatentSharp.Runs;
using LatentSharp.Tests.Data;

namespace LatentSharp.Tests.Runs;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("reconstruction", "prior_kl")]
    [InlineData("prior_kl", "reconstruction")]
    public void A_best_epoch_without_a_part_of_the_evidence_lower_bound_is_refused(string missing, string present)
    {
        string path = directory.Write(
            "step-1.json",
            System.Text.Encoding.UTF8.GetBytes(
                $$"""
                {
                  "schema": "latentsharp/checkpoint/1", "step": 1, "epoch": 1, "batch": 0, "epochs_without_better": 0,
                  "best": {
                    "epoch": 0, "step": 1, "examples": 1, "terms": { "{{present}}": { "raw": 1, "weight": 1 } },
                    "prior_variance": 1
                  },
                  "rollbacks": [], "metrics_bytes": 0, "tensors_sha256": ""
                }
                """));
        var failure = Assert.Throws<DataException>(() => Checkpoint.Read(path));
        Assert.Equal($"{path}: there is no '{missing}'; the file is damaged", failure.Message);
    }
}
