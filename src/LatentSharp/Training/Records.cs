using LatentSharp.Objectives;

namespace LatentSharp.Training;

/// <summary>
/// What a training reports as it goes on, in the order in which it happened: a <see cref="StepRecord"/>, an
/// <see cref="EpochRecord"/> or a <see cref="RollbackRecord"/>.
/// </summary>
public interface ITrainingRecord
{
    /// <summary>The epoch that the record belongs to, counted from 0.</summary>
    int Epoch { get; }
}

/// <summary>What one training step did.</summary>
/// <param name="Step">The step, counted from 0 over the whole run.</param>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Examples">Examples in the batch.</param>
/// <param name="Objective">Every term at the weights of this step.</param>
/// <param name="GradientNorm">The global norm of the gradient before clipping.</param>
/// <param name="LearningRate">The step size that was used.</param>
/// <param name="LogVarianceOutOfRange">
/// The share of log-variances that the soft range acted on; null without a range.
/// </param>
public sealed record StepRecord(
    long Step,
    int Epoch,
    int Examples,
    ObjectiveBreakdown Objective,
    double GradientNorm,
    double LearningRate,
    double? LogVarianceOutOfRange) : ITrainingRecord;

/// <summary>How a model does on examples it was not trained on, always at the final weights of the objective.</summary>
/// <param name="Examples">How many examples.</param>
/// <param name="Objective">Every term, averaged over examples.</param>
/// <param name="PriorVariance">
/// The mean of exp(logvar) of p(z|x) over examples and dimensions; null without a latent.
/// </param>
/// <param name="NonFiniteTensor">
/// The first tensor that was not finite where an active term is not; null where all are, or none has a name.
/// </param>
public sealed record Evaluation(
    int Examples,
    ObjectiveBreakdown Objective,
    double? PriorVariance,
    string? NonFiniteTensor = null)
{
    /// <summary>
    /// Reconstruction + prior KL, both at weight 1, in nats; without a latent there is no KL, and it is -log p(y|x)
    /// itself.
    /// </summary>
    public double NegativeEvidenceLowerBound =>
        Objective[Reconstruction.TermName].Raw + (Objective.Find(PriorKl.TermName)?.Raw ?? 0);

    /// <summary>
    /// -log p(y|x) by Monte Carlo draws of the router, in nats; null where the best epoch is not chosen by it.
    /// </summary>
    public double? RouterNegativeLogLikelihood { get; init; }

    /// <summary>What the best epoch has least of.</summary>
    public double Criterion => RouterNegativeLogLikelihood ?? Objective.Total;
}

/// <summary>What an epoch ended with; the model still has the weights that were validated.</summary>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Steps">Steps taken so far in the run.</param>
/// <param name="Validation">The model on the validation examples.</param>
/// <param name="IsBest">Whether no epoch before had less of <see cref="Evaluation.Criterion"/>.</param>
public sealed record EpochRecord(int Epoch, long Steps, Evaluation Validation, bool IsBest) : ITrainingRecord;

/// <summary>
/// A number was not finite, and training went back to its last checkpoint with a smaller learning rate.
/// </summary>
/// <param name="Step">The step at which the number was found, counted from 0.</param>
/// <param name="Epoch">The epoch that training went back to, counted from 0.</param>
/// <param name="ToStep">The steps taken at the checkpoint, where training goes on.</param>
/// <param name="LearningRateScale">The factor on the learning rate from here on.</param>
/// <param name="Reason">What was not finite.</param>
public sealed record RollbackRecord(long Step, int Epoch, long ToStep, double LearningRateScale, string Reason)
    : ITrainingRecord;

/// <summary>How training ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation objective stopped improving.</summary>
    StoppedEarly,

    /// <summary>It was asked to stop.</summary>
    Cancelled,
}

/// <summary>A finished training.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Best">The epoch whose weights the model now has; null when no epoch was completed.</param>
public sealed record TrainingResult(TrainingOutcome Outcome, long Steps, EpochRecord? Best);
