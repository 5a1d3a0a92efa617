using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Objectives;

/// <summary>
/// Everything by tables, so that all of it can be summed in float64: three values of x, four of z and five of y, with
/// p(z|x), p(y|x,z) and q(z|x,y) free logits. An example is each pair (x, y) once, in this order.
/// </summary>
internal sealed class TableMixture : IConditionalModel
{
    public const int Conditions = 3, Values = 4, Targets = 5, Pairs = Conditions * Targets;

    private readonly Parameter prior = Table("prior", Conditions, Values, 1),
        decoder = Table("decoder", Conditions * Values, Targets, 2),
        inference = Table("inference", Pairs, Values, 3);

    public LatentFamily Latent { get; } = CategoricalLatent.FamilyOf(1, Values);

    public IReadOnlyList<Parameter> Parameters => [prior, decoder, inference];

    /// <summary>x as one-hot rows, [15, 3].</summary>
    public static Tensor X => OneHot(Pairs, Conditions, row => row / Targets);

    /// <summary>y as one-hot rows, [15, 5].</summary>
    public static Tensor Y => OneHot(Pairs, Targets, row => row % Targets);

    public ILatent Infer(Variable condition, Variable target) =>
        new CategoricalLatent(condition.Tape.Parameter(inference), Values);

    public Routing? Route(Variable condition) =>
        new(new CategoricalLatent(condition.MatrixMultiply(condition.Tape.Parameter(prior)), Values));

    public IConditionalLikelihood Decode(Variable condition, LatentDraws? latent)
    {
        // x and z as one one-hot row of 12, through two constant maps and a product.
        Variable x = condition.Repeat(latent!.Count).MatrixMultiply(
                condition.Tape.Constant(OneHotMap(Conditions, i => i / Values))),
            z = latent.Values.MatrixMultiply(condition.Tape.Constant(OneHotMap(Values, i => i % Values)));
        return new LatentSharp.Distributions.Categorical(
            (x * z).MatrixMultiply(condition.Tape.Parameter(decoder)));
    }

    /// <summary>p(z|x), p(y|x,z) and q(z|x,y) in float64.</summary>
    public (double[][] P, double[][] L, double[][] Q) Tables() => (Rows(prior), Rows(decoder), Rows(inference));

    private static double[][] Rows(Parameter parameter) => Softmax(
        [.. parameter.Value.Span.ToArray().Select(x => (double)x)], parameter.Value.Shape.Last);

    /// <summary>Rows of logits as probabilities.</summary>
    public static double[][] Softmax(double[] logits, int columns) =>
        [.. logits.Chunk(columns).Select(row => row.Select(x => Math.Exp(x) / row.Sum(Math.Exp)).ToArray())];

    private static Parameter Table(string name, int rows, int columns, ulong step) =>
        new(name, Draws.Normal(new Shape(rows, columns), step));

    private static Tensor OneHotMap(int rows, Func<int, int> rowOf)
    {
        var map = new Tensor(new Shape(rows, Conditions * Values));
        for (int column = 0; column < Conditions * Values; column++)
            map.Row(rowOf(column))[column] = 1;
        return map;
    }

    private static Tensor OneHot(int rows, int columns, Func<int, int> columnOf)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        for (int row = 0; row < rows; row++)
            tensor.Row(row)[columnOf(row)] = 1;
        return tensor;
    }
}
