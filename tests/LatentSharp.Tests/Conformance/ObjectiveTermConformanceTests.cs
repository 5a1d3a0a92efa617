using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
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

    [Fact]
    public void Posterior_entropy_agrees_with_float64() => Check("posterior_entropy", new PosteriorEntropy());

    [Fact]
    public void Relative_variance_agrees_with_float64() => Check("relative_variance", new RelativeVariance());

    [Fact]
    public void Router_marginal_kl_agrees_with_float64() => Check("router_marginal_kl", new RouterMarginalKl());

    [Fact]
    public void Free_bits_agree_with_float64() => Check("free_bits", of => new FreeBits(of["free"].Scalar), Output);

    [Fact]
    public void Capacity_agrees_with_float64() =>
        Check("capacity", of => new Capacity(new ConstantSchedule(of["capacity"].Scalar)), Output);

    [Fact]
    public void Aggregate_mmd_agrees_with_float64() =>
        Check(
            "aggregate_mmd",
            _ => new AggregateMmd(),
            of => Output(of) with
            {
                Draws = new LatentDraws(of["z"], Count: 1),
                PriorDraws = new LatentDraws(of["w"], Count: 1),
            });

    [Fact]
    public void Inter_latent_divergence_agrees_with_float64() =>
        Check(
            "inter_latent_divergence",
            _ => new InterLatentDivergence(),
            of => Output(of) with
            {
                Draws = new LatentDraws(
                    of["logits"],
                    of["logits"].Shape[0] / of["target"].Shape[0],
                    of["log_weights"]),
            });

    private static void Check(string file, IObjectiveTerm term) => Check(file, _ => term, Output);

    private static void Check(
        string file,
        Func<IReadOnlyDictionary<string, Variable>, IObjectiveTerm> term,
        Func<IReadOnlyDictionary<string, Variable>, VariationalOutput> output) =>
        Agreement.Check(file, of => term(of).PerExample(output(of), Part(of, "target")));

    private static VariationalOutput Output(IReadOnlyDictionary<string, Variable> of)
    {
        var posterior = new DiagonalNormal(Part(of, "q_mean"), Part(of, "q_log_variance"));
        var prior = new DiagonalNormal(Part(of, "p_mean"), Part(of, "p_log_variance"));
        return Passes.Output(posterior, prior, posterior.Mean, new Bernoulli(Part(of, "logits")));
    }

    // A term reads its own part of the output; the parts that its fixture does not name are zeros.
    private static Variable Part(IReadOnlyDictionary<string, Variable> of, string name)
    {
        Variable any = of.Values.First();
        return of.TryGetValue(name, out Variable? part) ? part : any.Tape.Constant(new Tensor(any.Shape));
    }
}
