using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Conformance;

/// <summary>What every term of the library has to be, whichever it is.</summary>
public sealed class TermsConformanceTests : IDisposable
{
    private const int Batch = 7;

    // Terms without a fixture in float64, and the closed form that each is held against instead.
    private static readonly Dictionary<string, string> ClosedForms = new()
    {
        ["importance_weighted_bound"] = "LinearGaussianTests: log p(y|x) itself where q is exact",
        ["router_reconstruction"] = "LinearGaussianTests: log p(y|x) itself where z has no effect",
        ["guess_reconstruction"] = "below: the reconstruction of the plain network alone",
        ["posterior_distillation"] = "ExactObjectiveTests: sums over tables in float64",
        ["amortization_gap"] = "ExactObjectiveTests: sums over tables in float64",
        ["latent_information"] = "ExactObjectiveTests: sums over tables in float64",
    };

    private static readonly CvaeOptions Options = SmallTask.Model with
    {
        RouterGuess = true,
        Activation = Activation.Tanh,
    };

    private readonly Device device = Device.Cpu(1);

    public static TheoryData<string> Names => [.. Terms.All.Select(term => term.Info.Name)];

    // Those that a Gaussian latent has; ExactObjectiveTests and CoinFamilyTests have what others have besides.
    public static TheoryData<string> OfGaussians =>
        [.. Terms.All.Where(term => term.AppliesTo(GaussianLatent.FamilyOf(2))).Select(term => term.Info.Name)];

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_term_of_the_library_is_listed_once() =>
        Assert.Equal(
            typeof(IObjectiveTerm).Assembly.GetTypes()
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(IObjectiveTerm)))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal),
            Terms.All.Select(term => term.GetType().Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_a_name_a_meaning_a_unit_and_a_witness(string name)
    {
        TermInfo info = Find(name).Info;
        Assert.Matches("^[a-z]+(_[a-z]+)*$", info.Name);
        Assert.All((string[])[info.Meaning, info.Unit], text => Assert.Matches("^\\S.*\\S$", text));
        Assert.True(
            ClosedForms.ContainsKey(name) != File.Exists(Path.Combine(FixtureFile.Folder, $"{name}.json.gz")),
            $"{name} needs a fixture in float64 or a closed form that it is held against, and one of them.");
    }

    [Theory]
    [MemberData(nameof(OfGaussians))]
    public void It_is_one_finite_number_per_example_whose_gradient_is_that_of_finite_differences(string name)
    {
        var model = new Cvae(Options, seed: 5);
        (float[] values, double mean) = Evaluate(model, name);
        Assert.Equal(Batch, values.Length);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(values.Average(value => (double)value), mean, 1e-5);

        // Along a random direction, so that every parameter takes part; but the router takes the guess as it is, and
        // only the guess's own term moves it.
        Tensor[] direction =
        [
            .. model.Parameters.Select((parameter, i) => Draws.Normal(
                parameter.Value.Shape,
                (ulong)i,
                name == GuessReconstruction.TermName || !parameter.Name.StartsWith("guess.", StringComparison.Ordinal)
                    ? 1
                    : 0)),
        ];
        double slope = model.Parameters.Zip(direction, Product).Sum();
        const float Step = 1e-3f;
        Move(Step);
        double above = Evaluate(model, name).Mean;
        Move(-2 * Step);
        double below = Evaluate(model, name).Mean;
        Assert.Equal(slope, (above - below) / (2 * Step), 0.02 * Math.Max(1, Math.Abs(slope)));

        void Move(float step)
        {
            for (int i = 0; i < direction.Length; i++)
            {
                Span<float> weights = model.Parameters[i].Value.Span;
                for (int j = 0; j < weights.Length; j++)
                    weights[j] += step * direction[i].Span[j];
            }
        }

        static double Product(Parameter parameter, Tensor direction)
        {
            double sum = 0;
            for (int j = 0; j < direction.Shape.Length; j++)
                sum += parameter.Gradient.Span[j] * (double)direction.Span[j];
            return sum;
        }
    }

    [Theory]
    [MemberData(nameof(OfGaussians))]
    public void With_weight_0_it_is_logged_and_leaves_the_gradient_as_it_is_without_it(string name)
    {
        var other = new WeightedTerm(
            name == Reconstruction.TermName ? new PriorKl() : new Reconstruction(),
            new ConstantSchedule(1));
        int[] without = Gradient(new Objective(other), out ObjectiveBreakdown alone);
        int[] with = Gradient(
            new Objective(other, new WeightedTerm(Find(name), new ConstantSchedule(0))),
            out ObjectiveBreakdown both);
        Assert.Equal(without, with);
        Assert.Equal(alone.Total, both.Total);
        Assert.Equal((TermRole.DiagnosticOnly, 0), (both[name].Role, both[name].Contribution));
        Assert.True(double.IsFinite(both[name].Raw));
    }

    [Fact]
    public void Guess_reconstruction_is_the_reconstruction_of_the_plain_network_alone()
    {
        var model = new Cvae(Options, seed: 5);
        var plain = new Cvae(Options with { HasLatent = false, RouterGuess = false }, seed: 6);
        foreach (Parameter parameter in plain.Parameters)
            SmallTask.Find(model, parameter.Name.Replace("decoder", "guess", StringComparison.Ordinal))
                .Value.Span.CopyTo(parameter.Value.Span);
        Assert.Equal(
            Evaluate(plain, Reconstruction.TermName).Values,
            Evaluate(model, GuessReconstruction.TermName).Values);
    }

    private static IObjectiveTerm Find(string name) => Terms.All.Single(term => term.Info.Name == name);

    private int[] Gradient(Objective objective, out ObjectiveBreakdown breakdown)
    {
        var model = new Cvae(Options, seed: 5);
        VariationalOutput output = Pass(model, out Variable y);
        ObjectiveValue value = objective.Evaluate(output, y, step: 0);
        y.Tape.Backward(value.Loss);
        breakdown = value.Breakdown;
        return SmallTask.GradientBits(model);
    }

    private (float[] Values, double Mean) Evaluate(Cvae model, string name)
    {
        VariationalOutput output = Pass(model, out Variable y);
        Variable values = Find(name).PerExample(output, y);
        Assert.Equal(new Shape(Batch), values.Shape);
        Variable mean = values.MeanAll();
        y.Tape.Backward(mean);
        return (values.Value.Span.ToArray(), mean.Scalar);
    }

    private VariationalOutput Pass(Cvae model, out Variable y)
    {
        Dataset data = SmallTask.Examples(Options, Batch, draw: 1);
        var tape = new Tape(device);
        y = tape.Constant(data.Target);
        return VariationalPass.Run(
            model,
            tape.Constant(data.Condition),
            y,
            new DrawCounts(3, 4),
            new PassNoise(
                KeyedNoise.OfStep(1, RandomPurpose.PosteriorNoise, step: 0),
                KeyedNoise.OfStep(1, RandomPurpose.RouterNoise, step: 0)));
    }
}
