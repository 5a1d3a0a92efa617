using LatentSharp.Distributions;

namespace LatentSharp.Tests.Conformance;

public class DistributionConformanceTests
{
    [Fact]
    public void The_log_probability_of_a_diagonal_normal_agrees_with_float64() =>
        Agreement.Check(
            "diagonal_normal_log_probability",
            of => new DiagonalNormal(of["mean"], of["log_variance"]).LogProbability(of["x"]));

    [Fact]
    public void The_divergence_of_two_diagonal_normals_agrees_with_float64() =>
        Agreement.Check(
            "diagonal_normal_divergence",
            of =>
                DiagonalNormal.Divergence(
                    new DiagonalNormal(of["q_mean"], of["q_log_variance"]),
                    new DiagonalNormal(of["p_mean"], of["p_log_variance"])));

    [Fact]
    public void The_divergence_from_the_unit_normal_agrees_with_float64() =>
        Agreement.Check("diagonal_normal_divergence_from_unit", of =>
            DiagonalNormal.DivergenceFromUnit(new DiagonalNormal(of["mean"], of["log_variance"])));

    [Fact]
    public void The_entropy_of_a_diagonal_normal_agrees_with_float64() =>
        Agreement.Check(
            "diagonal_normal_entropy",
            of => new DiagonalNormal(of["log_variance"], of["log_variance"]).Entropy());

    [Fact]
    public void The_reparameterised_sample_agrees_with_float64() =>
        Agreement.Check(
            "diagonal_normal_sample",
            of => new DiagonalNormal(of["mean"], of["log_variance"]).Reparameterize(of["noise"]));

    [Fact]
    public void The_log_probability_of_a_normal_with_fixed_scale_agrees_with_float64() =>
        Agreement.Check(
            "scaled_normal_fixed",
            of => new ScaledNormal(of["mean"], of["log_variance"]).LogProbability(of["x"]));

    [Fact]
    public void The_log_probability_of_a_normal_with_learned_scale_agrees_with_float64() =>
        Agreement.Check(
            "scaled_normal_learned",
            of => new ScaledNormal(of["mean"], of["log_variance"]).LogProbability(of["x"]));

    [Fact]
    public void The_log_probability_of_binary_elements_agrees_with_float64() =>
        Agreement.Check("bernoulli_log_probability", of => new Bernoulli(of["logits"]).LogProbability(of["target"]));

    [Fact]
    public void The_log_probability_of_a_class_agrees_with_float64() =>
        Agreement.Check(
            "categorical_log_probability",
            of => new Categorical(of["logits"]).LogProbability(of["target"]));
}
