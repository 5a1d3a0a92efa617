using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using static LatentSharp.Tests.Objectives.TableMixture;

namespace LatentSharp.Tests.Objectives;

/// <summary>Terms over all values of z against sums over tables in float64, and EM against what it maximises.</summary>
public sealed class ExactObjectiveTests : IDisposable
{
    private static readonly GivenNoise NoNoise = new(new Tensor(new Shape(0)));

    private readonly Device device = Device.Cpu(1);
    private readonly TableMixture model = new();

    public void Dispose() => device.Dispose();

    [Fact]
    public void Likelihood_bound_gap_posterior_and_information_are_those_of_the_tables()
    {
        (Variable y, VariationalOutput output) = Pass(new Tape(device), new DrawCounts(1, 1));
        (double[][] p, double[][] l, double[][] q) = model.Tables();
        double[] likelihood = PerExample(new RouterReconstruction()),
            bound = PerExample(new Reconstruction()),
            divergence = PerExample(new PriorKl()),
            gap = PerExample(new AmortizationGap()),
            distillation = PerExample(new PosteriorDistillation()),
            information = PerExample(new LatentInformation());
        double[] weight = new double[Pairs];
        double mutual = 0;
        for (int pair = 0; pair < Pairs; pair++)
        {
            (int x, int target) = (pair / Targets, pair % Targets);
            double[] joint = [.. Enumerable.Range(0, TableMixture.Values).Select(z =>
                p[x][z] * l[x * TableMixture.Values + z][target])];
            weight[pair] = joint.Sum();
            double[] exact = [.. joint.Select(value => value / weight[pair])];
            Assert.Equal(-Math.Log(weight[pair]), likelihood[pair], 1e-6);
            Assert.Equal(Kl(q[pair], p[x]), divergence[pair], 1e-6);
            Assert.Equal(Kl(q[pair], exact), gap[pair], 1e-6);
            Assert.Equal(Kl(exact, q[pair]), distillation[pair], 1e-6);
            Assert.Equal(Kl(exact, p[x]), information[pair], 1e-6);
            Assert.Equal(bound[pair] + divergence[pair], likelihood[pair] + gap[pair], 2e-6);
        }

        // I(z;y|x) = sum_zy p(z|x) p(y|x,z) ln p(y|x,z) / p(y|x) is the mean of the information over y ~ p(y|x).
        for (int x = 0; x < Conditions; x++)
        {
            double direct = 0, mean = 0;
            for (int target = 0; target < Targets; target++)
            {
                int pair = x * Targets + target;
                mean += weight[pair] * information[pair];
                for (int z = 0; z < TableMixture.Values; z++)
                {
                    double of = l[x * TableMixture.Values + z][target];
                    direct += p[x][z] * of * Math.Log(of / weight[pair]);
                }
            }

            Assert.Equal(direct, mean, 1e-6);
            mutual += direct;
        }

        Assert.InRange(mutual / Conditions, 0.1, Math.Log(TableMixture.Values));

        double[] PerExample(IObjectiveTerm term) =>
            [.. term.PerExample(output, y).Value.Span.ToArray().Select(value => (double)value)];
    }

    [Theory]
    [InlineData("reconstruction")]
    [InlineData("prior_kl")]
    [InlineData("router_reconstruction")]
    [InlineData("amortization_gap")]
    [InlineData("latent_information")]
    [InlineData("posterior_distillation")]
    public void Gradients_are_differences_of_the_tables(string name)
    {
        IObjectiveTerm term = Terms.All.Single(of => of.Info.Name == name);
        var tape = new Tape(device);
        (Variable y, VariationalOutput output) = Pass(tape, new DrawCounts(1, 1));
        tape.Backward(term.PerExample(output, y).SumAll());
        double[][] logits = [.. model.Parameters.Select(parameter =>
            parameter.Value.Span.ToArray().Select(x => (double)x).ToArray())];

        // The exact posterior that q is drawn to is held fixed.
        double[][] at = [.. logits.Select(of => of.ToArray())];
        for (int i = 0; i < logits.Length; i++)
        {
            float[] gradient = model.Parameters[i].Gradient.Span.ToArray();
            for (int j = 0; j < logits[i].Length; j++)
            {
                const double step = 1e-5;
                double difference = (At(i, j, step) - At(i, j, -step)) / (2 * step);
                Assert.Equal(difference, gradient[j], 2e-5);
            }
        }

        double At(int i, int j, double change)
        {
            double[][] changed = [.. logits.Select(of => of.ToArray())];
            changed[i][j] += change;
            return Sum(name, changed, at);
        }
    }

    [Fact]
    public void Hard_em_follows_the_value_that_explains_most()
    {
        (double[][] p, double[][] l, _) = model.Tables();
        var tape = new Tape(device);
        (Variable y, VariationalOutput output) = Pass(
            tape, new DrawCounts(1, 1) { ChoiceTemperature = 0 }, Uniform(0.5f));
        Variable value = new RouterReconstruction().PerExample(output, y);
        int[] best = [.. Enumerable.Range(0, Pairs).Select(pair => Enumerable.Range(0, TableMixture.Values)
            .MaxBy(z => p[pair / Targets][z] * l[pair / Targets * TableMixture.Values + z][pair % Targets]))];
        for (int pair = 0; pair < Pairs; pair++)
        {
            Assert.Equal(1f, output.RouterDraws!.Values.Value.Row(pair)[best[pair]]);
            double likelihood = Enumerable.Range(0, TableMixture.Values).Sum(z =>
                p[pair / Targets][z] * l[pair / Targets * TableMixture.Values + z][pair % Targets]);
            Assert.Equal(-Math.Log(likelihood), value.Value.Span[pair], 1e-6);
        }

        // -d ln p(k|x) / d logits = p - 1 at the value that was taken.
        tape.Backward(value.SumAll());
        for (int x = 0; x < Conditions; x++)
        {
            for (int z = 0; z < TableMixture.Values; z++)
            {
                int taken = Enumerable.Range(0, Targets).Count(target => best[x * Targets + target] == z);
                Assert.Equal(
                    Targets * p[x][z] - taken,
                    model.Parameters[0].Gradient.Row(x)[z],
                    1e-5);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Stochastic_em_takes_a_value_as_often_as_its_share_at_the_temperature(double temperature)
    {
        const int repetitions = 4000;
        (double[][] p, double[][] l, _) = model.Tables();
        var seen = new double[Pairs, TableMixture.Values];
        var tape = new Tape(device);
        for (int i = 0; i < repetitions; i++)
        {
            tape.Clear();
            (_, VariationalOutput output) = Pass(
                tape,
                new DrawCounts(1, 1) { ChoiceTemperature = temperature },
                KeyedNoise.OfStep(1, RandomPurpose.RouterChoice, i));
            for (int pair = 0; pair < Pairs; pair++)
                seen[pair, output.RouterDraws!.Values.Value.Row(pair).IndexOf(1f)] += 1.0 / repetitions;
        }

        for (int pair = 0; pair < Pairs; pair++)
        {
            double[] weights = [.. Enumerable.Range(0, TableMixture.Values).Select(z => Math.Pow(
                p[pair / Targets][z] * l[pair / Targets * TableMixture.Values + z][pair % Targets],
                1 / temperature))];
            for (int z = 0; z < TableMixture.Values; z++)
            {
                double share = weights[z] / weights.Sum();
                Assert.Equal(share, seen[pair, z], 5 * Math.Sqrt(share * (1 - share) / repetitions));
            }
        }
    }

    [Fact]
    public void A_router_that_listens_learns_and_has_no_say()
    {
        (double[][] p, double[][] l, _) = model.Tables();
        var tape = new Tape(device);
        (Variable y, VariationalOutput output) = Pass(tape, new DrawCounts(1, 1) { RouterListens = true });
        Variable value = new RouterReconstruction().PerExample(output, y);
        tape.Backward(value.SumAll());
        for (int x = 0; x < Conditions; x++)
        {
            double[] pulled = new double[TableMixture.Values];
            for (int target = 0; target < Targets; target++)
            {
                double[] explained = [.. Enumerable.Range(0, TableMixture.Values)
                    .Select(z => l[x * TableMixture.Values + z][target] / TableMixture.Values)];
                Assert.Equal(-Math.Log(explained.Sum()), value.Value.Span[x * Targets + target], 1e-6);
                for (int z = 0; z < TableMixture.Values; z++)
                    pulled[z] += p[x][z] - explained[z] / explained.Sum();
            }

            for (int z = 0; z < TableMixture.Values; z++)
                Assert.Equal(pulled[z], model.Parameters[0].Gradient.Row(x)[z], 1e-5);
        }
    }

    [Fact]
    public void Samples_are_refused_where_all_values_are_needed()
    {
        (Variable y, VariationalOutput output) = Pass(
            new Tape(device),
            new DrawCounts(2, 0) { Estimator = new ScoreFunction() },
            posterior: KeyedNoise.OfStep(1, RandomPurpose.PosteriorNoise, 0));
        Assert.Equal(
            "amortization_gap takes all values of z, and there are samples; give it a latent of few values.",
            Assert.Throws<ArgumentException>(() => new AmortizationGap().PerExample(output, y)).Message);
    }

    private (Variable Y, VariationalOutput Output) Pass(
        Tape tape,
        DrawCounts draws,
        INoise? choice = null,
        INoise? posterior = null)
    {
        Variable y = tape.Constant(Y);
        return (
            y,
            VariationalPass.Run(
                model, tape.Constant(X), y, draws, new PassNoise(posterior ?? NoNoise, NoNoise, choice)));
    }

    private static GivenNoise Uniform(float value) => new(Tensor.Filled(new Shape(Pairs, 1), value));

    private static double Kl(double[] a, double[] b) => a.Zip(b, (of, to) => of * Math.Log(of / to)).Sum();

    private static double Sum(string name, double[][] logits, double[][] fixedLogits)
    {
        (double[][] p, double[][] l, double[][] q) = Of(logits);
        double[][] target = name == "posterior_distillation" ? Exact(Of(fixedLogits)) : Exact((p, l, q));
        return Enumerable.Range(0, Pairs).Sum(pair => name switch
        {
            "reconstruction" => -q[pair].Select((of, z) => of * Math.Log(At(pair, z))).Sum(),
            "prior_kl" => Kl(q[pair], p[pair / Targets]),
            "router_reconstruction" => -Math.Log(p[pair / Targets].Select((of, z) => of * At(pair, z)).Sum()),
            "amortization_gap" => Kl(q[pair], target[pair]),
            "latent_information" => Kl(target[pair], p[pair / Targets]),
            _ => Kl(target[pair], q[pair]),
        });

        double At(int pair, int z) => l[pair / Targets * TableMixture.Values + z][pair % Targets];

        static (double[][] P, double[][] L, double[][] Q) Of(double[][] logits) => (
            Softmax(logits[0], TableMixture.Values), Softmax(logits[1], Targets),
            Softmax(logits[2], TableMixture.Values));

        static double[][] Exact((double[][] P, double[][] L, double[][] Q) of) =>
            [.. Enumerable.Range(0, Pairs).Select(pair =>
            {
                double[] joint = [.. of.P[pair / Targets].Select((share, z) =>
                    share * of.L[pair / Targets * TableMixture.Values + z][pair % Targets])];
                return joint.Select(value => value / joint.Sum()).ToArray();
            })];
    }
}
