using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using LatentSharp.Tests.Models;

namespace LatentSharp.Tests.Conformance;

public class ObjectiveTermConformanceTests
{
    [Fact]
    public void Reconstruction_agrees_with_float64() => Check("reconstruction", new Reconstruction());

    [Fact]
    public void Prior_kl_agrees_with_float64() => Check("prior_kl", new PriorKl());

    [Fact]
    public void Posterior_variance_agrees_with_float64() => Check("posterior_variance", new PosteriorVariance());

    private static void Check(string file, IObjectiveTerm term) =>
        Agreement.Check(
            file,
            of =>
            {
                // A term reads its own part of the output; the parts that its fixture does not name are zeros.
                Variable any = of.Values.First();
                Variable zeros = any.Tape.Constant(new Tensor(any.Shape));
                Variable Part(string name) => of.GetValueOrDefault(name, zeros);
                var posterior = new DiagonalNormal(Part("q_mean"), Part("q_log_variance"));
                var prior = new DiagonalNormal(Part("p_mean"), Part("p_log_variance"));
                return term.PerExample(
                    Passes.Output(posterior, prior, posterior.Mean, new Bernoulli(Part("logits"))),
                    Part("target"));
            }
        );
}
