using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tests.Models;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Objectives;

public class ObjectiveTests
{
    private static readonly WeightedTerm Reconstruction = Weighted(new Reconstruction(), 1);

    [Fact]
    public void Posterior_variance_of_weight_0_leaves_every_gradient_as_it_was_to_the_bit()
    {
        int[] without = Gradients([Reconstruction, Weighted(new PriorKl(), 0.7)]);
        Assert.Equal(
            without,
            Gradients([Reconstruction, Weighted(new PriorKl(), 0.7), Weighted(new PosteriorVariance(), 0)]));
        Assert.Equal(
            without,
            Gradients([Weighted(new PosteriorVariance(), 0), Reconstruction, Weighted(new PriorKl(), 0.7)]));
        Assert.NotEqual(
            without,
            Gradients([Reconstruction, Weighted(new PriorKl(), 0.7), Weighted(new PosteriorVariance(), 1e-3)]));
    }

    [Fact]
    public void Prior_kl_of_weight_0_leaves_every_gradient_as_it_was_to_the_bit()
    {
        int[] without = Gradients([Reconstruction, Weighted(new PosteriorVariance(), 0.3)]);
        Assert.Equal(
            without,
            Gradients([Reconstruction, Weighted(new PriorKl(), 0), Weighted(new PosteriorVariance(), 0.3)]));
        Assert.NotEqual(
            without,
            Gradients([Reconstruction, Weighted(new PriorKl(), 1e-3), Weighted(new PosteriorVariance(), 0.3)]));
    }

    [Fact]
    public void A_router_outside_the_gradient_receives_zeros()
    {
        var model = new Cvae(SmallTask.Model, seed: 3);
        Evaluate(model, [Reconstruction, Weighted(new PriorKl(), 0)]);
        Assert.All(
            model.Parameters.Where(parameter => parameter.Name.StartsWith("router", StringComparison.Ordinal)),
            parameter => Assert.Equal(-1, parameter.Gradient.Span.IndexOfAnyExcept(0f)));
    }

    [Fact]
    public void A_term_of_weight_0_is_evaluated_as_a_diagnostic_and_contributes_0()
    {
        TermValue diagnostic = Evaluate([Reconstruction, Weighted(new PosteriorVariance(), 0)])[
            PosteriorVariance.TermName
        ];
        TermValue active = Evaluate([Reconstruction, Weighted(new PosteriorVariance(), 0.25)])[
            PosteriorVariance.TermName
        ];
        Assert.Equal(
            (TermRole.DiagnosticOnly, 0.0, 0.0),
            (diagnostic.Role, diagnostic.Weight, diagnostic.Contribution));
        Assert.Equal((TermRole.Active, 0.25, 0.25 * active.Raw), (active.Role, active.Weight, active.Contribution));
        Assert.Equal(active.Raw, diagnostic.Raw);
        Assert.True(diagnostic.Raw > 0);
    }

    [Fact]
    public void A_statistic_of_a_batch_that_stays_at_weight_0_is_left_to_evaluations()
    {
        var objective = new Objective(
            Reconstruction,
            Weighted(new PosteriorEntropy(), 0),
            Weighted(new RouterMarginalKl(), 0),
            Weighted(new AggregateMmd(), 0),
            new WeightedTerm(new FreeBits(), new LinearWarmupSchedule(1, 5)));
        Assert.Equal(
            ["reconstruction", "posterior_entropy", "free_bits"],
            objective.InSteps.Terms.Select(weighted => weighted.Term.Info.Name));
        var options = new TrainingOptions();
        Assert.Equal(DrawCounts.One, options.DrawsFor(objective.InSteps));
        Assert.Equal(DrawCounts.One with { Prior = true }, options.DrawsFor(objective));
    }

    [Fact]
    public void The_total_is_the_sum_of_contributions_and_the_loss_is_the_total()
    {
        var model = new Cvae(SmallTask.Model, seed: 3);
        ObjectiveValue value = Evaluate(
            model,
            [Reconstruction, Weighted(new PriorKl(), 0.7), Weighted(new PosteriorVariance(), 0.3)]);
        ObjectiveBreakdown terms = value.Breakdown;
        double sum = terms["reconstruction"].Raw + 0.7 * terms["prior_kl"].Raw + 0.3 * terms["posterior_variance"].Raw;
        Assert.Equal(sum, terms.Total, 1e-12);
        Assert.Equal(terms.Total, value.Loss.Scalar, 1e-5);
    }

    [Fact]
    public void An_infinite_diagnostic_touches_neither_total_nor_loss()
    {
        var model = new Cvae(SmallTask.Model with { Hidden = [] }, seed: 3);
        SmallTask.Find(model, "inference.0.weight").Value.Span.Clear();
        SmallTask.Find(model, "inference.0.bias").Value.Span.Fill(100f);
        SmallTask.Find(model, "decoder.0.weight").Value.Span.Clear();
        ObjectiveValue value = Evaluate(model, [Reconstruction, Weighted(new PosteriorVariance(), 0)]);
        Assert.Equal(double.PositiveInfinity, value.Breakdown["posterior_variance"].Raw);
        Assert.Equal(value.Breakdown["reconstruction"].Raw, value.Breakdown.Total);
        Assert.Null(value.Breakdown.FirstNonFinite);
        Assert.All(
            model.Parameters,
            parameter => Assert.DoesNotContain(parameter.Gradient.Span.ToArray(), g => !float.IsFinite(g)));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1.0)]
    [InlineData(2, 1.5)]
    [InlineData(3, 2.0)]
    [InlineData(4, 2.0)]
    [InlineData(Objective.Settled, 2.0)]
    public void A_warm_up_gives_its_weight_at_each_step(long step, double weight)
    {
        ObjectiveBreakdown breakdown = Evaluate(
            [Reconstruction, new WeightedTerm(new PriorKl(), new LinearWarmupSchedule(2, 4))],
            step);
        Assert.Equal(
            (weight, weight * breakdown["prior_kl"].Raw),
            (breakdown["prior_kl"].Weight, breakdown["prior_kl"].Contribution));
    }

    [Theory]
    [InlineData(-1.0, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(1e-60, "1E-60")]
    public void A_weight_out_of_range_is_refused_by_the_name_of_its_term(double weight, string shown)
    {
        var failure = Assert.Throws<OptionException>(() => Evaluate([Reconstruction, Weighted(new PriorKl(), weight)]));
        Assert.Equal(
            $"prior_kl_weight is {shown}; give 0, or a positive number that float32 can hold",
            failure.Message);
    }

    [Fact]
    public void Weights_that_are_all_0_are_refused_by_the_names_of_their_terms()
    {
        var failure = Assert.Throws<OptionException>(() =>
            Evaluate([Weighted(new Reconstruction(), 0), Weighted(new PriorKl(), 0)]));
        Assert.Equal(
            "every weight of the objective is 0 (reconstruction, prior_kl); give at least one term a positive weight",
            failure.Message);
    }

    [Fact]
    public void A_term_given_twice_is_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => new Objective(Reconstruction, Reconstruction));
        Assert.Contains("'reconstruction' is given twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_term_is_named_beside_those_there_are()
    {
        ObjectiveBreakdown breakdown = Evaluate([Reconstruction]);
        var failure = Assert.Throws<KeyNotFoundException>(() => breakdown["prior_kl"]);
        Assert.Contains("no term 'prior_kl'; it has reconstruction", failure.Message, StringComparison.Ordinal);
    }

    private static WeightedTerm Weighted(IObjectiveTerm term, double weight) => new(term, new ConstantSchedule(weight));

    private static int[] Gradients(WeightedTerm[] terms)
    {
        var model = new Cvae(SmallTask.Model, seed: 3);
        Evaluate(model, terms);
        return SmallTask.GradientBits(model);
    }

    private static ObjectiveBreakdown Evaluate(WeightedTerm[] terms, long step = 0) =>
        Evaluate(new Cvae(SmallTask.Model, seed: 3), terms, step).Breakdown;

    private static ObjectiveValue Evaluate(Cvae model, WeightedTerm[] terms, long step = 0)
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable target = tape.Constant(SmallTask.Data.Train.Target);
        Variable noise = tape.Constant(
            SmallTask.Normal(50, SmallTask.Data.Train.Count, model.Latent!.Width));
        VariationalOutput output = model.Forward(tape.Constant(SmallTask.Data.Train.Condition), target, noise);
        ObjectiveValue value = new Objective(terms).Evaluate(output, target, step);
        tape.Backward(value.Loss);
        return value;
    }
}
