using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Reports.Documents;

/// <summary>An evaluation with what a reader has to know to hold it against a published table.</summary>
/// <param name="Run">The run directory.</param>
/// <param name="Split">The split that the examples are of.</param>
/// <param name="Likelihood">The decoder's likelihood, as a configuration spells it.</param>
/// <param name="Binarization">
/// How grey values became 0 or 1, as a configuration spells it; null for data that are no images.
/// </param>
/// <param name="Scored">What the elements of y are, which alone are scored.</param>
/// <param name="WeightsFile">The file of the run that the weights are from.</param>
/// <param name="BestEpoch">The epoch of the weights, counted from 0; null where the run has not recorded it.</param>
/// <param name="Evaluation">The estimates.</param>
internal sealed record LikelihoodReport(
    string Run,
    string Split,
    string Likelihood,
    string? Binarization,
    string Scored,
    string WeightsFile,
    int? BestEpoch,
    LikelihoodEvaluation Evaluation)
{
    /// <summary>Describes an evaluation of a run.</summary>
    public static LikelihoodReport Of(SavedRun run, string split, LikelihoodEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(evaluation);
        (RunConfiguration configuration, Dataset source) = (run.Setup.Configuration, run.Setup.Source);
        bool isImage = source.Image is not null;
        bool isStandardized =
            run.Setup.Standardization is not null
            && configuration.Model.Likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale;
        return new LikelihoodReport(
            run.Path,
            split,
            ConfigurationKeys.Find("likelihood").Read(configuration)[0],
            isImage ? configuration.Binarize : null,
            isImage
                ? "unobserved pixels"
                : (isStandardized ? "standardised " : "")
                    + (evaluation.TargetElements == 1 ? "target column" : "target columns"),
            run.WeightsFile,
            run.BestEpoch,
            evaluation);
    }
}
