using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;
using LatentSharp.Words;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>The router's bound less that of q at one number of draws.</summary>
/// <param name="Samples">S.</param>
/// <param name="Difference">The mean difference in nats, with its paired standard error over examples.</param>
public sealed record GapAt(int Samples, Estimate Difference);

/// <summary>
/// What S draws of the router lose to S weighted draws of q. Both bounds tend to -log p(y|x) as S grows, so that the
/// gap closes at last; how large it is at a given S tells how seldom the router's draws explain y.
/// </summary>
/// <param name="Gaps">The gap at each S.</param>
/// <param name="MissesPosteriorMass">
/// Whether the gap at the largest S exceeds both 1 nat and two standard errors.
/// </param>
/// <param name="Verdict">What that says, in words.</param>
public sealed record RouterGap(IReadOnlyList<GapAt> Gaps, bool MissesPosteriorMass, string Verdict)
{
    /// <summary>
    /// The least gap, in nats, that is said to miss posterior mass: what a reader of a table would notice.
    /// </summary>
    internal const double LeastNats = 1;

    // What chance alone rarely gives.
    private const double StandardErrors = 2;

    private const string Caution =
        " Both are upper bounds of -log p(y|x) in expectation, looser at small S: the gap says which draws reach " +
            "further, not how far either bound is from the likelihood.";

    /// <summary>Reads the gaps of an evaluation with a latent.</summary>
    internal static RouterGap Of(LikelihoodEvaluation evaluation)
    {
        double[][] differences = [.. evaluation.Samples.Select(samples => Difference(evaluation, samples))];
        GapAt[] gaps =
        [
            .. evaluation.Samples.Zip(differences, (samples, values) => new GapAt(samples, RunningMoments.Of(values))),
        ];
        Estimate last = gaps[^1].Difference;
        bool misses = last.Value > LeastNats && last.Exceeds(0) > StandardErrors;
        string router = evaluation.PriorIsStandard ? "the fixed prior" : "the router";
        string verdict =
            "router_mc - importance: "
            + string.Join(
                ", ",
                gaps.Select(gap =>
                    FormattableString.Invariant($"{Figures.Of(gap.Difference)} nats at S = {gap.Samples}")))
            + $".{Trend(differences)} At S = {gaps[^1].Samples} it {Conclusion(last, misses, router)}{Caution}";
        return new RouterGap(gaps, misses, verdict);
    }

    private static double[] Difference(LikelihoodEvaluation evaluation, int samples) =>
        [
            .. evaluation[LikelihoodEstimator.RouterMonteCarlo, samples]
                .PerExample.Zip(
                    evaluation[LikelihoodEstimator.Importance, samples].PerExample,
                    (router, importance) => router - importance),
        ];

    private static string Trend(double[][] differences)
    {
        if (differences.Length == 1)
            return "";
        double change = RunningMoments
            .Of([.. differences[^1].Zip(differences[0], (last, first) => last - first)])
            .Exceeds(0);
        return change < -StandardErrors ? " It shrinks as S grows."
            : change > StandardErrors ? " It does not shrink but widens as S grows."
            : " It does not shrink beyond its error bar as S grows.";
    }

    private static string Conclusion(Estimate gap, bool misses, string router) =>
        misses
            ? $"exceeds both 1 nat and two standard errors: {router} misses posterior mass, in that its "
                + "draws seldom land where z explains y."
        : gap.Exceeds(0) < -StandardErrors
            ? $"is below 0 by more than two standard errors: draws of {router} serve better than weighted "
                + "draws of q, which q's fit or its weights should explain."
        : $"does not exceed both 1 nat and two standard errors: nothing here says that {router} misses posterior mass.";
}
