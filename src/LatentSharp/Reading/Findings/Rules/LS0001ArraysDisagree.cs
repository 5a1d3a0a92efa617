using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reading.Findings.Rules;

/// <summary>
/// The mean of log_ratio_posterior is not -K_prior, which the means and log-variances of q and p give: one of the
/// arrays is not what its name says.
/// </summary>
internal sealed class LS0001ArraysDisagree : IRule
{
    /// <inheritdoc/>
    public string Id => "LS0001";

    /// <inheritdoc/>
    public string Name => "Arrays disagree";

    /// <inheritdoc/>
    public FindingLevel Level => FindingLevel.Error;

    /// <inheritdoc/>
    public Finding? Apply(LatentReading reading, TrainingHealth? health, Thresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (reading.Checks.LogRatio is not { } drawn || reading.Quantities.PriorKl.Value is not { } kl)
            return null;
        double difference = Math.Abs(drawn.Value + kl.Total.Value),
            error = double.Hypot(drawn.StandardError, kl.Total.StandardError);
        if (!(difference > thresholds.ContradictionErrors * error)
            || !(difference > thresholds.DisagreementShare * Math.Abs(kl.Total.Value) + thresholds.DisagreementNats))
            return null;
        string explained = Explanation(-drawn.Value, kl, reading),
            given = reading.Values is null ? "means and log-variances" : "logits";
        return new Finding(
            Id, Level,
            $"Arrays disagree: log_ratio_posterior has the mean {Figures.Of(drawn)}, and the {given} of q and "
                + $"p give {Figures.Of(-kl.Total.Value)}.{explained}",
            [
                new EvidenceItem(
                    "log_ratio_posterior", drawn.Value, drawn.StandardError,
                    $"mean log p - log q at draws of q {Figures.Of(drawn)} nats"),
                Cited.PriorKl(reading, kl),
            ],
            "It does not say which of the arrays is wrong. Findings that rest on them are withheld.",
            (reading.Values is null
                ? "Check that posterior_logvar and prior_logvar hold ln of a variance (not a deviation, a variance or "
                    + "log2), and that "
                : "Check that posterior_logits and prior_logits are of the same examples and values, and that ")
                + "log_ratio_posterior is log p(z|x) - log q(z|x,y), summed over the dimensions.");
    }

    // The number that each common mistake would make of the log-ratio.
    private static string Explanation(double drawn, PriorKl kl, LatentReading reading)
    {
        double closed = kl.Total.Value;
        (string Mistake, double Makes)[] mistakes =
        [
            ("log q - log p was written instead", -closed),
            ("the logarithm has base 2", closed / Math.Log(2)),
            ("the logarithm has base 10", closed / Math.Log(10)),
            ("the mean over dimensions was taken for their sum", closed / reading.Dimensions),
        ];
        foreach ((string mistake, double makes) in mistakes)
        {
            if (Math.Abs(drawn - makes) <= 0.02 * Math.Abs(makes))
                return $" It would agree if {mistake}.";
        }

        return reading.Values is null
            ? " A log-variance array that holds a deviation, a variance or another logarithm does this."
            : " Logits of another temperature, order of values or example do this.";
    }
}
