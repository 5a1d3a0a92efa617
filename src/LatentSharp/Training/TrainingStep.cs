using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Training;

/// <summary>
/// One step: a batch goes through the model to the objective, its gradient back, and Adam moves the weights.
/// </summary>
internal sealed class TrainingStep
{
    private readonly IConditionalModel model;
    private readonly Objective objective;
    private readonly TrainingOptions options;
    private readonly ISchedule learningRate, temperature;
    private readonly Device device;
    private readonly GradientClipping clipping;

    // A short last batch has buffers of its own, so that neither size makes the other allocate.
    private readonly Dictionary<int, Tape> tapes = [];
    private readonly DrawCounts drawCounts;

    /// <summary>Prepares the steps of a training.</summary>
    /// <param name="model">The model; its weights change in place.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="options">Seed, weight decay and clipping.</param>
    /// <param name="learningRate">The step size of Adam at each step.</param>
    /// <param name="device">The threads to use; results do not depend on how many.</param>
    /// <param name="temperature">
    /// The temperature of a categorical latent's estimator at each step; null for one that ends with the first step.
    /// </param>
    public TrainingStep(
        IConditionalModel model,
        Objective objective,
        TrainingOptions options,
        ISchedule learningRate,
        Device device,
        ISchedule? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        (this.model, this.objective, this.options, this.learningRate, this.device) = (
            model,
            objective.InSteps,
            options,
            learningRate,
            device);
        Optimizer = new Adam(
            model.Parameters,
            new AdamOptions { WeightDecay = options.WeightDecay, Epsilon = options.AdamEpsilon }
        );
        clipping = new GradientClipping(model.Parameters);
        drawCounts = options.DrawsFor(this.objective);
        this.temperature = temperature ?? options.Temperature(totalSteps: 0);
    }

    /// <summary>Adam, with its moments.</summary>
    internal Adam Optimizer { get; }

    /// <summary>Takes a step.</summary>
    /// <param name="conditions">x, [batch, condition].</param>
    /// <param name="targets">y, [batch, target].</param>
    /// <param name="step">The step, counted from 0; it keys the noise and the schedules.</param>
    /// <param name="epoch">The epoch, for the record.</param>
    /// <param name="rateScale">A factor on the learning rate.</param>
    /// <exception cref="NonFiniteException">
    /// The loss or the gradient is not finite, and the weights are as they were; or a moment of Adam or a weight is
    /// not, after the update.
    /// </exception>
    public StepRecord Take(Tensor conditions, Tensor targets, long step, int epoch, double rateScale = 1)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        int count = conditions.Shape[0];
        if (!tapes.TryGetValue(count, out Tape? tape))
            tapes[count] = tape = new Tape(device);
        tape.Clear();
        PassNoise noise = NoiseOf(step);
        (Variable condition, Variable target) = (tape.Constant(conditions), tape.Constant(targets));
        DrawCounts draws = options.At(drawCounts, step, temperature.At(step));
        VariationalOutput output = VariationalPass.Run(model, condition, target, draws, noise);
        (Variable loss, ObjectiveBreakdown breakdown) = objective.Evaluate(output, target, step);
        if (!float.IsFinite(loss.Scalar))
            throw new NonFiniteException(InObjective(step, breakdown, First));

        tape.Backward(loss);
        double norm = clipping.Norm(device);
        if (!double.IsFinite(norm))
        {
            string? first = First();
            (string parameter, string? term) = NonFiniteSource.InGradient(model, breakdown.Terms, Differentiate);
            throw new NonFiniteException(
                new NonFiniteEvent(step, NonFinitePlace.Gradient)
                {
                    Term = term,
                    Tensor = parameter,
                    FirstIn = first,
                });
        }

        double rate = rateScale * learningRate.At(step);
        bool finite = Optimizer.Update(rate, GradientClipping.Scale(norm, options.GradientClipNorm), device);
        if (!finite && NonFiniteSource.InUpdate(model, Optimizer) is { } tensor)
            throw new NonFiniteException(new NonFiniteEvent(step, NonFinitePlace.Update) { Tensor = tensor });
        double? outOfRange = (output.Encoding.Posterior as GaussianLatent)?.ShareOutOfRange;
        return new StepRecord(step, epoch, count, breakdown, norm, rate, outOfRange);

        string? First() => NonFiniteSource.InForward(tape, output, condition, target);

        void Differentiate(int term)
        {
            tape.Clear();
            Variable y = tape.Constant(targets);
            VariationalOutput again = VariationalPass.Run(model, tape.Constant(conditions), y, draws, noise);
            tape.Backward(
                (float)breakdown.Terms[term].Weight * objective.Terms[term].Term.PerExample(again, y, step).MeanAll());
        }
    }

    private static NonFiniteEvent InObjective(long step, ObjectiveBreakdown breakdown, Func<string?> firstTensor) =>
        breakdown.FirstNonFinite is { } first
            ? new(step, NonFinitePlace.Objective) { Term = first.Name, Value = first.Raw, FirstIn = firstTensor() }
            : new(step, NonFinitePlace.Objective) { Value = breakdown.Total };

    private PassNoise NoiseOf(long step) =>
        new(
            KeyedNoise.OfStep(options.Seed, RandomPurpose.PosteriorNoise, step),
            KeyedNoise.OfStep(options.Seed, RandomPurpose.RouterNoise, step),
            KeyedNoise.OfStep(options.Seed, RandomPurpose.RouterChoice, step));
}
