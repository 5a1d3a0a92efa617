using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;

namespace LatentSharp.Runs.Configuration;

/// <summary>
/// Everything that a run is made from, as it is spelled in a configuration file. <see cref="ConfigurationKeys"/> lists
/// the keys with their meaning.
/// </summary>
public sealed record RunConfiguration
{
    /// <summary>
    /// The name of data, such as <c>digits</c> or <c>mnist</c>, or the path of a file that a source recognises by its
    /// content.
    /// </summary>
    public string Data { get; init; } = "";

    /// <summary>The path of an IDX label file; null without labels.</summary>
    public string? Labels { get; init; }

    /// <summary>
    /// Columns of a CSV file, or one image part such as <c>upper_half</c>, <c>label</c> or <c>none</c>.
    /// </summary>
    public IReadOnlyList<string> Condition { get; init; } = [];

    /// <summary>Target columns of a CSV file.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>The label column of a CSV file; null without labels.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// How grey values become 0 or 1: <c>threshold</c>, <c>static</c>, <c>dynamic</c> or <c>none</c>.
    /// </summary>
    public string Binarize { get; init; } = "threshold";

    /// <summary>
    /// The pixel value that is white in an IDX file, above 0; null to take it from the file. A run that is made records
    /// what was taken.
    /// </summary>
    public double? GreyMaximum { get; init; }

    /// <summary>
    /// The share of examples held out to choose the best weights by; of the training set where the data has a test set
    /// of its own.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.15;

    /// <summary>The share of examples held out to the end; unused where the data has a test set of its own.</summary>
    public double TestFraction { get; init; } = 0.15;

    /// <summary>The model's shape; its data dimensions are filled in from the data.</summary>
    public CvaeOptions Model { get; init; } = new() { ConditionDimensions = 1, TargetDimensions = 1 };

    /// <summary>Whether <c>likelihood</c> was given; where it was not, it follows from the data.</summary>
    public bool LikelihoodGiven { get; init; }

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>What the terms weigh that have a key of their own.</summary>
    public TermWeights Weights { get; init; } = new();

    /// <summary>beta, the weight of the prior KL.</summary>
    public double PriorKlWeight
    {
        get => Weights.WeightOf(Kl);
        init => Weights = Weights.With(Kl, value);
    }

    /// <summary>Steps over which beta rises from 0.</summary>
    public int PriorKlWarmupSteps
    {
        get => (int)Weights.NumberOf(Kl.Warmup);
        init => Weights = Weights.With(Kl.Warmup, value);
    }

    /// <summary>The weight of the posterior variance; 0 makes it diagnostic only.</summary>
    public double PosteriorVarianceWeight
    {
        get => Weights.WeightOf(Variance);
        init => Weights = Weights.With(Variance, value);
    }

    /// <summary>Every how many steps a line goes to the log.</summary>
    public int LogEverySteps { get; init; } = 10;

    /// <summary>
    /// Every how many checkpoints one is kept for good; null keeps the last two and the best weights only.
    /// </summary>
    public int? CheckpointKeepEvery { get; init; }

    /// <summary>Whether the run directory has a log for TensorBoard.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>
    /// Whether the objective is the hybrid alpha * CVAE + (1 - alpha) * GSNN (Sohn, Lee and Yan 2015, equation 7).
    /// </summary>
    public bool Hybrid { get; init; }

    /// <summary>alpha, where the model is a hybrid.</summary>
    public double HybridWeight { get; init; } = 0.5;

    /// <summary>The objective that the weights describe, for the model they describe.</summary>
    /// <exception cref="OptionException">A weight has no term in this model.</exception>
    public Objective Objective => ObjectiveOf(Terms.All);

    private static TermInfo Kl { get; } = new PriorKl().Info;

    private static TermInfo Variance { get; } = new PosteriorVariance().Info;

    /// <summary>
    /// The objective made of some terms: those with a key by their weights, others by the kind of model.
    /// </summary>
    /// <param name="terms">The terms that there are.</param>
    /// <exception cref="OptionException">A weight has no term in this model.</exception>
    internal Objective ObjectiveOf(IReadOnlyList<IObjectiveTerm> terms)
    {
        IObjectiveTerm[] keyed = [.. terms.Where(term => term.Info.WeightHelp is not null)];
        Check(keyed);
        if (!Model.HasLatent)
            return new Objective(Constant(new Reconstruction(), 1));
        bool weighted = Training.ImportanceSamples > 1;
        double own = Hybrid ? HybridWeight : 1, bound = weighted || IsOfLikelihood ? 0 : own;
        List<WeightedTerm> objective = [Constant(new Reconstruction(), bound)];
        foreach (IObjectiveTerm term in keyed.Where(term => term.AppliesTo(Family) && !IsLeftOut(term.Info)))
        {
            // The KL is part of the bound that alpha and the importance weights are about; other terms stand beside it.
            double scale = term is PriorKl || term.Info.IsFormOfPriorKl ? bound : 1;
            objective.Add(new WeightedTerm(Tuned(term), Schedule(term.Info, scale * Weights.WeightOf(term.Info))));
        }

        if (weighted)
            objective.Add(Constant(new ImportanceWeightedBound(), own));
        if (Hybrid || IsOfLikelihood)
            objective.Add(Constant(new RouterReconstruction(), IsOfLikelihood ? 1 : 1 - own));
        if (Model.RouterGuess)
            objective.Add(Constant(new GuessReconstruction(), 1));
        if (IsCategorical && Training.CategoricalEstimator.IsEnumerated)
            objective.AddRange(OverAllValues());
        return new Objective(objective);
    }

    private bool IsLeftOut(TermInfo term) => term.OnlyWeighed && Weights.WeightOf(term) == 0;

    private IObjectiveTerm Tuned(IObjectiveTerm term) =>
        term is ITunedTerm tuned ? tuned.With([.. tuned.Settings.Select(Weights.NumberOf)]) : term;

    private ISchedule Schedule(TermInfo term, double weight)
    {
        (int rise, int cycles, int cycle) = (Whole(term.Warmup), Whole(term.Cycles), Whole(term.CycleSteps));
        return cycles == 1
            ? new LinearWarmupSchedule(weight, rise)
            : new CyclicSchedule(weight, rise, cycle, cycles);
    }

    private int Whole(TermSetting setting) => (int)Weights.NumberOf(setting);

    private bool IsCategorical => Model is { HasLatent: true, Latent: LatentKind.Categorical };

    // The likelihood itself, over all values of z, in place of a bound.
    private bool IsOfLikelihood => IsCategorical && Training.CategoricalEstimator.IsOfLikelihood;

    // As training goes through it: an estimator that samples does not see all values.
    private LatentFamily Family => IsCategorical && !Training.CategoricalEstimator.IsEnumerated
        ? LatentHead.Of(Model).Family with { Enumerated = null }
        : LatentHead.Of(Model).Family;

    // What the passes over all values of z tell besides.
    private IEnumerable<WeightedTerm> OverAllValues()
    {
        if (Model.HasInferenceNetwork)
        {
            if (IsOfLikelihood)
                yield return Constant(new PosteriorDistillation(), 1);
            yield return Constant(new AmortizationGap(), 0);
        }

        yield return Constant(new LatentInformation(), 0);
    }

    private static WeightedTerm Constant(IObjectiveTerm term, double weight) => new(term, new ConstantSchedule(weight));

    private void Check(IReadOnlyList<IObjectiveTerm> keyed)
    {
        CategoricalCheck.Require(this);
        foreach (TermInfo term in keyed.Where(term => Model.HasLatent && !term.AppliesTo(Family))
            .Select(term => term.Info))
            Require(
                Weights.WeightOf(term) == 0,
                term.WeightKey,
                $"a latent of the {Family.Name} family has no such term; leave it at 0");
        foreach (TermInfo term in keyed.Select(term => term.Info))
        {
            Require(
                Training.ImportanceSamples == 1 || !term.IsFormOfPriorKl || Weights.WeightOf(term) == 0,
                term.WeightKey,
                "importance_samples is above 1, and the importance-weighted bound has no separate KL; leave it at 0");
            Require(
                !IsOfLikelihood || !term.IsFormOfPriorKl || Weights.WeightOf(term) == 0,
                term.WeightKey,
                "categorical_estimator is that of the likelihood, which has no separate KL; leave it at 0");
            Require(
                Whole(term.Cycles) == 1 || Whole(term.CycleSteps) >= Math.Max(Whole(term.Warmup), 1),
                term.Cycles.Key,
                $"a cycle has to hold the steps of its rise; give {term.CycleSteps.Key} at least {term.Warmup.Key}");
            Require(
                Whole(term.CycleSteps) == 0 || Whole(term.Cycles) > 1,
                term.CycleSteps.Key,
                $"there is one cycle; give {term.Cycles.Key} above 1, or leave it at 0");
        }

        if (!Model.HasLatent)
        {
            // What a model without a latent has no use for is passed over where it is the default, and refused else.
            foreach (TermInfo term in keyed.Select(term => term.Info).Where(term => term.DefaultWeight == 0))
                Require(Weights.WeightOf(term) == 0, term.WeightKey, "model nn has no posterior; leave it at 0");
            Require(
                Training.ImportanceSamples == 1,
                "importance_samples",
                "model nn has no latent to draw; leave it at 1");
            Require(
                Training.SelectBy == SelectionCriterion.Objective,
                "select_by",
                "model nn has no router; leave it at objective");
        }

        Require(
            Training.ImportanceSamples == 1 || (PriorKlWeight == 1 && PriorKlWarmupSteps == 0),
            "importance_samples",
            "above 1 the objective is the importance-weighted bound, which has no separate KL; leave " +
                "prior_kl_weight at 1 and prior_kl_warmup_steps at 0");
        Require(
            Hybrid || HybridWeight == 0.5,
            "hybrid_weight",
            "the model is no hybrid; give model hybrid, or leave it at 0.5");
        Require(
            Training.RouterSamples == 1 || Hybrid,
            "router_samples",
            "only model hybrid has a term of them; leave it at 1");
    }

    internal static void Require(bool holds, string key, string reason)
    {
        if (!holds)
            throw new OptionException($"{key} is set, but {reason}");
    }
}
