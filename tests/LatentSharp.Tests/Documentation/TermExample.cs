using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Tests.Documentation;

#region term
/// <summary>1/D sum_d mu_d^2, the mean square of the posterior's means, in squared latent units.</summary>
public sealed class PosteriorMeanSquare : IObjectiveTerm
{
    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        "posterior_mean_square",
        "mean over examples and dimensions of mu^2 of q",
        "squared latent units",
        DrawPlan.Posterior,
        DefaultWeight: 0)
    {
        WeightHelp = "weight of the mean square of q's means; 0: diagnostic only",
    };

    /// <inheritdoc/>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        Variable mean = ((GaussianLatent)output.Posterior).Mean;
        return 1f / mean.Shape.Last * mean.Square().SumLast();
    }
}
#endregion

public class PosteriorMeanSquareTests
{
    // What Terms.All would be with the line that the page adds.
    private static readonly IReadOnlyList<IObjectiveTerm> WithTheTerm =
    [
        .. Terms.All,
        #region line
        new PosteriorMeanSquare(),
        #endregion
    ];

    #region test
    [Fact]
    public void Posterior_mean_square_is_the_mean_of_the_squared_means()
    {
        using var device = Device.Cpu(threads: 1);
        var tape = new Tape(device);
        Variable mean = tape.Constant(Tensor.FromValues(new Shape(2, 3), [1, 2, 2, 0, 0, -3]));
        var latent = new GaussianLatent(new DiagonalNormal(mean, mean));
        var output = new VariationalOutput(new Encoding(latent, latent), latent.AtMean(), new Bernoulli(mean));

        Variable perExample = new PosteriorMeanSquare().PerExample(output, target: mean);

        Assert.Equal([3f, 3f], perExample.Value.Span);
    }
    #endregion

    [Fact]
    public void The_line_gives_the_term_its_key_its_help_its_default_and_its_place_in_the_objective()
    {
        IReadOnlyList<ConfigurationKey> keys = ConfigurationKeys.Of(WithTheTerm);
        ConfigurationKey key = keys.Single(key => key.Name == "posterior_mean_square_weight");
        Assert.Equal(ConfigurationKeys.All.Count + 1, keys.Count);
        Assert.Equal("weight of the mean square of q's means; 0: diagnostic only", key.Description);
        var configuration = new RunConfiguration();
        Assert.Equal(["0"], key.Read(configuration));
        Assert.Equal(0, Weight(configuration));

        RunConfiguration weighed = key.Write(configuration, ["0.1"]);
        Assert.Equal(["0.1"], key.Read(weighed));
        Assert.Equal(0.1, Weight(weighed));
        Assert.NotEqual(configuration, weighed);
        Assert.Equal(
            "posterior_mean_square_weight is -1; give a number of at least 0; 0 makes the term diagnostic only",
            Assert.Throws<OptionException>(() => key.Write(configuration, ["-1"])).Message);
        Assert.Equal(
            "mean over examples and dimensions of mu^2 of q, squared latent units",
            WithTheTerm[^1].Info.Sentence);
        Assert.Equal(DrawCounts.One, new TrainingOptions().DrawsFor(weighed.ObjectiveOf(WithTheTerm).InSteps));

        static double Weight(RunConfiguration configuration) =>
            configuration.ObjectiveOf(WithTheTerm)
                .Terms.Single(weighted => weighted.Term is PosteriorMeanSquare)
                .Weight.At(0);
    }

    [Fact]
    public void An_objective_of_ones_own_takes_the_term_without_the_line()
    {
        #region use
        var objective = new Objective(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new PriorKl(), new ConstantSchedule(1)),
            new WeightedTerm(new PosteriorMeanSquare(), new ConstantSchedule(0.1)));
        #endregion

        using var device = Device.Cpu(threads: 1);
        Variable two = new Tape(device).Constant(Tensor.Filled(new Shape(1, 2), 2));
        var latent = new GaussianLatent(new DiagonalNormal(two, two));
        var output = new VariationalOutput(new Encoding(latent, latent), latent.AtMean(), new Bernoulli(two));
        ObjectiveBreakdown breakdown = objective.Evaluate(output, two, step: 0).Breakdown;
        TermValue term = breakdown["posterior_mean_square"];
        Assert.Equal((4, TermRole.Active), (term.Raw, term.Role));
    }
}
