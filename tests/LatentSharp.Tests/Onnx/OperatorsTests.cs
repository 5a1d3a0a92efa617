using Google.Protobuf;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Onnx;
using LatentSharp.Onnx.Wire;
using LatentSharp.Tests.Conformance;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Tests.Onnx;

/// <summary>Every operation of the library, alone: computed as here by ONNX Runtime, or refused by its name.</summary>
public sealed class OperatorsTests : IDisposable
{
    private const int Rows = 7;

    // What is computed in training and in readings alone, or draws by itself.
    private static readonly string[] Refused =
    [
        "aggregate_mmd", "all_values", "bernoulli_log_probability", "choose_draw", "diagonal_normal_divergence",
        "diagonal_normal_entropy", "diagonal_normal_log_probability", "differentiated_as", "exp_minus_one_minus",
        "largest_one_hot", "log_mean_exp_over_draws", "marginal_divergence_from_unit", "mean_first", "mean_over_draws",
        "normal_noise", "repeat", "sum_all", "sum_of_variance_ratios", "sum_of_variances", "uniform_noise",
    ];

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_operation_of_the_library_computes_the_same_or_is_refused_by_name()
    {
        var graphs = new Dictionary<int, IReadOnlyList<Variable>>
        {
            [2] = OperationGraph.Of(device, 2),
            [3] = OperationGraph.Of(device, 3),
            [Rows] = OperationGraph.Of(device, Rows),
        };
        HashSet<string> exported = [], refused = [];
        for (int i = 0; i < graphs[Rows].Count; i++)
        {
            Variable ours = graphs[Rows][i];
            string name = ours.Operation!.Name;
            GraphProto graph;
            try
            {
                graph = GraphBuilder.Build(Recording.Of(batch => Alone(graphs[batch], i, batch), "model: the part"));
            }
            catch (DataException failure)
            {
                string problem = failure.Message["model: the part: ".Length..^"; it cannot be written as ONNX".Length];
                if (!problem.StartsWith("a tensor has shape ", StringComparison.Ordinal))
                {
                    Assert.Matches($"^the operation {name}\\b", problem);
                    refused.Add(name);
                }

                continue;
            }

            exported.Add(name);
            graph.Name = name;
            using var run = new GraphRun(new ModelProto
            {
                IrVersion = 8,
                Graph = graph,
                OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } },
            }.ToByteArray());
            float[] theirs = run.Run(
                Rows,
                [
                    .. Alone(graphs[Rows], i, Rows).Inputs.Select(input => (input.Name, input.Value.Span.ToArray())),
                ])["output"];
            Assert.Equal(ours.Value.Shape.Length, theirs.Length);
            for (int j = 0; j < theirs.Length; j++)
                Assert.True(
                    Math.Abs(ours.Value.Span[j] - theirs[j]) <= 1e-5 * Math.Max(1, Math.Abs(theirs[j])),
                    $"{name}: {ours.Value.Span[j]} and {theirs[j]}");
        }

        // A linear layer is refused for several draws at once, and a softmax for several variables.
        Assert.Equal(Refused.Append("linear").Append("log_softmax").Order(), refused.Order());
        Assert.Equal(
            Operators.Names.Where(name => !name.StartsWith("draw_", StringComparison.Ordinal)).Order(),
            exported.Order());
    }

    // Its inputs are given, and the features beside them, for the operation that takes none of a row.
    private Traced Alone(IReadOnlyList<Variable> graph, int place, int batch)
    {
        Variable variable = graph[place];
        var tape = new Tape(device);
        Variable[] inputs = [.. variable.Inputs.Select(input => tape.Constant(input.Value))];
        Variable features = tape.Constant(graph.First(other => other.Operation!.Name == "affine").Inputs[0].Value);
        Tensor[] given =
        [
            .. inputs.Append(features)
                .Select(input => input.Value)
                .Where(value => value.Shape.Rank > 0 && value.Shape[0] == batch)
                .Distinct(),
        ];
        Variable output = tape.Record(variable.Operation!, variable.Shape, inputs);
        return new Traced(
            tape,
            [.. given.Select((value, i) => new TracedInput($"input_{i}", value, ""))],
            [("output", output)],
            new Dictionary<Tensor, string>());
    }
}
