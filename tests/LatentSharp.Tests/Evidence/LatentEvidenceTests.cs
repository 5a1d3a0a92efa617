using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Tests.Reading;

namespace LatentSharp.Tests.Evidence;

public sealed class LatentEvidenceTests
{
    private static MemoryArray Array(EvidenceRole role, int columns = 2) => new(role.Name, new double[6], columns);

    [Fact]
    public void Arrays_are_found_by_their_roles_and_under_their_accessors()
    {
        var arrays = EvidenceRole.All.ToDictionary(role => role, role => (IEvidenceArray)Array(role));
        var evidence = new LatentEvidence("test", EvidenceFamily.Gaussian, arrays);
        Assert.All(EvidenceRole.All, role => Assert.Same(arrays[role], evidence[role]));
        (EvidenceRole Role, IEvidenceArray? Array)[] accessors =
        [
            (EvidenceRole.PosteriorMean, evidence.PosteriorMean),
            (EvidenceRole.PosteriorLogVariance, evidence.PosteriorLogVariance),
            (EvidenceRole.PriorMean, evidence.PriorMean), (EvidenceRole.PriorLogVariance, evidence.PriorLogVariance),
            (EvidenceRole.Labels, evidence.Labels), (EvidenceRole.Factors, evidence.Factors),
            (EvidenceRole.NllAtMean, evidence.NllAtMean), (EvidenceRole.NllPosterior, evidence.NllPosterior),
            (EvidenceRole.NllPrior, evidence.NllPrior), (EvidenceRole.NllShuffled, evidence.NllShuffled),
            (EvidenceRole.LogRatioPosterior, evidence.LogRatioPosterior),
        ];
        Assert.All(accessors, each => Assert.Same(arrays[each.Role], each.Array));
        Assert.Null(EvidenceOf.Means(1, [0, 1])[EvidenceRole.Labels]);
    }

    [Fact]
    public void A_family_decides_what_a_reading_needs()
    {
        Assert.Equal(
            [EvidenceRole.PosteriorMean, EvidenceRole.PosteriorLogVariance, EvidenceRole.PosteriorLogits],
            EvidenceRole.All.Where(role => role.Required));
        string message = Assert.Throws<ArgumentException>(() => new LatentEvidence(
            "test",
            EvidenceFamily.Gaussian,
            new Dictionary<EvidenceRole, IEvidenceArray>
            {
                [EvidenceRole.PosteriorMean] = Array(EvidenceRole.PosteriorMean),
            })).Message;
        Assert.Equal(
            "test: posterior_logvar is missing; a gaussian latent needs posterior_mean and posterior_logvar.",
            message);
    }

    [Theory]
    [InlineData(2, 2, null)]
    [InlineData(1, 1, null)]
    [InlineData(2, 1, "test: log_ratio_posterior has shape [3, 1]; posterior_mean is [3, 2], so [3, 2] was expected")]
    public void Log_ratios_are_of_the_draws_that_the_likelihoods_are_of(int draws, int ratios, string? refusal)
    {
        MemoryArray Drawn(EvidenceRole role, int columns) => new(role.Name, new double[3 * columns], columns);
        var evidence = new LatentEvidence(
            "test", Array(EvidenceRole.PosteriorMean), Array(EvidenceRole.PosteriorLogVariance))
        {
            NllPosterior = Drawn(EvidenceRole.NllPosterior, draws),
            LogRatioPosterior = Drawn(EvidenceRole.LogRatioPosterior, ratios),
        };
        if (refusal is null)
            evidence.Validate();
        else
            Assert.Equal(refusal, Assert.Throws<DataException>(evidence.Validate).Message);
    }
}
