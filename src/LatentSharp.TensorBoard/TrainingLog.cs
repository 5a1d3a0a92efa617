using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Objectives;
using LatentSharp.Reading.Streaming;
using LatentSharp.Reports.Documents;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.TensorBoard;

/// <summary>
/// Follows a training and writes what TensorBoard shows: every term raw, weighed and as its contribution; per dimension
/// the variances of posterior and prior and the KL; samples of image data; the hyperparameters; and at the end the
/// means of the latent with their labels for the projector. docs/tensorboard.md lists the tags.
/// </summary>
public sealed class TrainingLog : IProgress<ITrainingRecord>, IDisposable
{
    private const string Raw = "raw", Weight = "weight", Contribution = "contribution";

    private readonly TrainingStart start;
    private readonly string directory;
    private readonly Device device;
    private readonly Func<DecoderSamples?>? samples;
    private readonly EventFile file;
    private readonly HyperParameters hyperParameters;
    private readonly Dictionary<string, string> descriptions;

    /// <summary>
    /// Opens the next event file of a directory; where the training goes on, what was logged from its step on is
    /// dropped.
    /// </summary>
    /// <param name="start">The training.</param>
    /// <param name="directory">The directory of the log; it is made where it does not exist.</param>
    /// <param name="device">The threads for what a validation shows of the latent.</param>
    /// <param name="clock">The wall times of events.</param>
    /// <param name="samples">Decodes a few examples with the model as it is; null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public TrainingLog(
        TrainingStart start,
        string directory,
        Device device,
        TimeProvider clock,
        Func<DecoderSamples?>? samples = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        (this.start, this.directory, this.device, this.samples) = (start, directory, device, samples);
        descriptions = start.Setup.Configuration.Objective.Terms.ToDictionary(term => term.Term.Info.Name, Describe);
        Directory.CreateDirectory(directory);
        hyperParameters = new HyperParameters(
            Settings(start.Setup.Configuration),
            ["validation/objective", "validation/negative_evidence_lower_bound"],
            clock);
        file = EventFile.Open(directory, clock);
        file.StartSession(start.Step);
        file.Write(start.Step, hyperParameters.AtStart());
    }

    /// <inheritdoc/>
    public void Report(ITrainingRecord value)
    {
        switch (value)
        {
            case StepRecord step when step.Step % start.Setup.Configuration.LogEverySteps == 0:
                file.Write(step.Step, Scalars(step));
                break;
            case EpochRecord epoch:
                file.Write(epoch.Steps, [.. Scalars(epoch.Validation), .. Latent(), .. Samples()]);
                break;
            case RollbackRecord rollback:
                file.StartSession(rollback.ToStep);
                break;
        }
    }

    /// <summary>
    /// Writes that the training ended, where it did, and the means of the latent over the test examples for the
    /// projector; a network without a latent has none.
    /// </summary>
    /// <param name="run">The training, with the model at its best weights.</param>
    public void Finish(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        // TensorBoard keeps the first end of a session for good, and a run that was stopped may go on.
        if (run.HeldOut is null)
            return;
        file.Write(run.Result.Steps, hyperParameters.AtEnd(SessionOutcome.Success));
        file.Flush(toDisk: true);
        if (run.Model.Latent is null)
            return;
        var evidence = RunEvidence.Encode(directory, run.Model, run.Setup.Data.Test, device);
        string[]? labels = run.Setup.Data.Test is { Labels: { } indices, LabelNames: { } names }
            ? [.. indices.Select(index => names[index])]
            : null;
        ProjectorFiles.Write(directory, Means(evidence), evidence.Dimensions, labels);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private IEnumerable<TaggedValue> Scalars(StepRecord step)
    {
        foreach (TermValue term in step.Objective.Terms)
        {
            string description = descriptions[term.Name];
            yield return Summaries.Scalar($"{term.Name}/{Raw}", term.Raw, description);
            yield return Summaries.Scalar($"{term.Name}/{Weight}", term.Weight, description);
            yield return Summaries.Scalar($"{term.Name}/{Contribution}", term.Contribution, description);
        }

        yield return Summaries.Scalar("training/objective", step.Objective.Total, "J, the sum of the contributions.");
        yield return Summaries.Scalar(
            "training/gradient_norm",
            step.GradientNorm,
            "Global norm of the gradient before clipping.");
        yield return Summaries.Scalar("training/learning_rate", step.LearningRate, "The step size of Adam.");
        if (step.LogVarianceOutOfRange is { } share)
            yield return Summaries.Scalar(
                "training/log_variance_out_of_range",
                share,
                "Share of log-variances of q that the soft range acts on.");
    }

    private IEnumerable<TaggedValue> Scalars(Evaluation validation)
    {
        foreach (TermValue term in validation.Objective.Terms)
            yield return Summaries.Scalar($"validation/{term.Name}", term.Raw, descriptions[term.Name]);
        yield return Summaries.Scalar(
            "validation/objective",
            validation.Objective.Total,
            "J at the final weights of its terms.");
        yield return Summaries.Scalar(
            "validation/negative_evidence_lower_bound",
            validation.NegativeEvidenceLowerBound,
            "R + K_prior, nats.");
        if (validation.RouterNegativeLogLikelihood is { } router)
            yield return Summaries.Scalar(
                "validation/router_negative_log_likelihood",
                router,
                "-log p(y|x) by draws of the router, nats.");
        if (validation.PriorVariance is { } variance)
            yield return Summaries.Scalar("validation/prior_variance", variance, "Mean of exp(logvar) of p(z|x).");
    }

    private IEnumerable<TaggedValue> Latent()
    {
        if (start.Model.Latent is null)
            yield break;
        var evidence = RunEvidence.Encode(directory, start.Model, start.Setup.Data.Validation, device);
        AnalyticQuantities latent = new LatentPass(evidence).Read(0, evidence.Examples, device).Finish();
        yield return Summaries.Histogram(
            "latent/posterior_variance",
            latent.PosteriorVariance.PerDimension.AsSpan(),
            "V_post of each dimension, squared latent units.");
        yield return Summaries.Histogram(
            "latent/prior_variance",
            latent.PriorVariance.Value!.PerDimension.AsSpan(),
            "The prior's variance in each dimension.");
        yield return Summaries.Histogram(
            "latent/prior_kl",
            latent.PriorKl.Value!.Parts!.PerDimension.AsSpan(),
            "K_prior of each dimension, nats.");
    }

    private IEnumerable<TaggedValue> Samples()
    {
        if (samples?.Invoke() is not { } decoded)
            yield break;
        (byte[] png, int width, int height) = SampleSheet.Encode(decoded);
        yield return Summaries.Image(
            "samples",
            png,
            width,
            height,
            "A row for each example: itself, decoded at the posterior's mean, and at draws of the router.");
    }

    // The role is what a reader of a curve asks first.
    private static string Describe(WeightedTerm weighted)
    {
        double weight = weighted.Weight.At(Objective.Settled);
        string role = weight == 0
            ? "Diagnostic only: its weight is 0, and nothing penalises it."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Active: part of the gradient, at weight {weight} in the end.");
        return $"{role} {weighted.Term.Info.Sentence}.";
    }

    private static float[] Means(LatentEvidence evidence)
    {
        var means = new double[evidence.Examples * evidence.Dimensions];
        evidence.PosteriorMean.Read(0, means);
        return Array.ConvertAll(means, mean => (float)mean);
    }

    private static IReadOnlyList<HyperParameter> Settings(RunConfiguration configuration) =>
        [
            .. ConfigurationKeys.All.Select(key =>
                key.Read(configuration) is [var text]
                && key.IsNumber
                && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    ? new HyperParameter(key.Name, number)
                    : new HyperParameter(key.Name, string.Join(',', key.Read(configuration)))),
        ];
}
