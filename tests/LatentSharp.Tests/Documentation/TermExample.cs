using LatentSharp.Autodiff;
using LatentSharp.Compute.Threads;
using LatentSharp.Distributions;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Documentation;

#region term
/// <summary>1/D sum_d mu_d^2, the mean square of the posterior's means, in squared latent units.</summary>
public sealed class PosteriorMeanSquare : IObjectiveTerm
{
    /// <inheritdoc/>
    public string Name => "posterior_mean_square";

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
    #region test
    [Fact]
    public void Posterior_mean_square_is_the_mean_of_the_squared_means()
    {
        using var pool = new WorkerPool(threads: 1);
        var tape = new Tape(pool);
        Variable mean = tape.Constant(Tensor.FromValues(new Shape(2, 3), [1, 2, 2, 0, 0, -3]));
        var latent = new GaussianLatent(new DiagonalNormal(mean, mean));
        var output = new VariationalOutput(new Encoding(latent, latent), latent.AtMean(), new Bernoulli(mean));

        Variable perExample = new PosteriorMeanSquare().PerExample(output, target: mean);

        Assert.Equal([3f, 3f], perExample.Value.Span);
    }
    #endregion

    [Fact]
    public void The_example_objective_logs_the_term_as_active()
    {
        #region use
        var objective = new Objective(
            new WeightedTerm(new Reconstruction(), new ConstantSchedule(1)),
            new WeightedTerm(new PriorKl(), new ConstantSchedule(1)),
            new WeightedTerm(new PosteriorMeanSquare(), new ConstantSchedule(0.1)));
        #endregion

        using var pool = new WorkerPool(threads: 1);
        Variable two = new Tape(pool).Constant(Tensor.Filled(new Shape(1, 2), 2));
        var latent = new GaussianLatent(new DiagonalNormal(two, two));
        var output = new VariationalOutput(new Encoding(latent, latent), latent.AtMean(), new Bernoulli(two));
        ObjectiveBreakdown breakdown = objective.Evaluate(output, two, step: 0).Breakdown;
        TermValue term = breakdown["posterior_mean_square"];
        Assert.Equal((4, TermRole.Active), (term.Raw, term.Role));
    }
}
