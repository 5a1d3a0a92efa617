using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;
using LatentSharp.Tests.Models;

namespace LatentSharp.Tests.Conformance;

/// <summary>A computation that takes every operation of the library at least once.</summary>
internal static class OperationGraph
{
    private const int Features = 6, Outputs = 4, DrawsPerExample = 3, Chosen = 2;

    /// <summary>The variables that operations computed, in order.</summary>
    public static IReadOnlyList<Variable> Of(Device device, int batch)
    {
        var tape = new Tape(device);
        Variable x = tape.Watch(Draws.Normal(new Shape(batch, Features), step: 1)),
            positive = tape.Watch(Draws.Positive(new Shape(batch, Features), step: 2));
        Arithmetic(x, positive);
        Elementwise(x, positive);
        Rows(x);
        Layers(x);
        Distributions(x);
        OverDraws(x);
        return [.. tape.Recorded.Where(variable => variable.Operation is not null)];
    }

    private static void Arithmetic(Variable x, Variable positive)
    {
        Variable row = x.Tape.Constant(Draws.Normal(new Shape(1, Features), step: 3));
        _ = x + row;
        _ = x - positive;
        _ = x * positive;
        _ = x / positive;
        _ = x.Affine(2f, -0.5f);
        _ = x.DifferentiatedAs(positive);
    }

    private static void Elementwise(Variable x, Variable positive)
    {
        _ = x.Exp();
        _ = positive.Log();
        _ = x.Gelu();
        _ = x.Relu();
        _ = x.Sigmoid();
        _ = x.Softplus();
        _ = x.Square();
        _ = x.ExpMinusOneMinus();
        _ = x.Tanh();
    }

    private static void Rows(Variable x)
    {
        _ = Variable.Concatenate(x.Columns(1, 2), x.Columns(0, 4), x);
        _ = x.SumLast();
        _ = x.LogSumExp();
        _ = x.LogSoftmax();
        _ = x.LogSoftmax(classes: 3);
        _ = x.LargestOneHot(classes: 3);
        _ = x.SumAll();
        _ = x.MeanAll();
        _ = x.MeanFirst();
    }

    private static void Layers(Variable x)
    {
        Tape tape = x.Tape;
        Variable weight = tape.Watch(Draws.Normal(new Shape(Outputs, Features), step: 4)),
            bias = tape.Watch(Draws.Normal(new Shape(Outputs), step: 5)),
            wide = tape.Watch(Draws.Normal(new Shape(Outputs, 2 * Features), step: 6));
        foreach (Activation activation in Enum.GetValues<Activation>())
            _ = x.Linear(weight, bias, activation);
        _ = Variable.Linear([x, x.Repeat(DrawsPerExample)], wide, bias, Activation.Tanh);
        _ = x.MatrixMultiply(tape.Watch(Draws.Normal(new Shape(Features, Outputs), step: 7)));
    }

    private static void Distributions(Variable x)
    {
        Variable target = x.Tape.Constant(new Tensor(x.Shape));
        var normal = new DiagonalNormal(x, x);
        _ = normal.LogProbability(target);
        _ = DiagonalNormal.Divergence(normal, new DiagonalNormal(target, target));
        _ = DiagonalNormal.DivergenceFromUnit(normal);
        _ = normal.Entropy();
        _ = normal.MarginalDivergenceFromUnit();
        _ = normal.Reparameterize(target);
        _ = new Bernoulli(x).LogProbability(target);
        VariationalOutput output = Passes.Output(normal, normal, x, new Bernoulli(x));
        _ = new PosteriorVariance().PerExample(output, target);
        _ = new RelativeVariance().PerExample(output, target);
        _ = new AggregateMmd().PerExample(output with { PriorDraws = output.Draws }, target);
    }

    private static void OverDraws(Variable x)
    {
        int batch = x.Shape[0];
        var noise = KeyedNoise.OfStep(1, RandomPurpose.Synthesis, step: 0);
        _ = noise.Normal(x.Tape, DrawsPerExample, batch, Features);
        Variable draws = x.Repeat(DrawsPerExample), perDraw = draws.SumLast();
        _ = perDraw.MeanOverDraws(DrawsPerExample);
        _ = perDraw.LogMeanExpOverDraws(DrawsPerExample);
        _ = AllValues.Of(x.Tape, values: 3, variables: 2, count: 9, batch);
        _ = draws.ChooseDraw(perDraw.Detach(), noise.Uniform(x.Tape, Chosen, batch, width: 1), Chosen);
    }
}
