using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Onnx;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Onnx;

public sealed class RecordingTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void An_extent_that_follows_the_number_of_rows_is_the_batch_though_another_is_as_long()
    {
        var recording = Record((x, _) => x.Columns(0, 2));
        Assert.Equal([null, 3], recording.ExtentsOf(recording.Traced.Inputs[0].Value));
        Assert.Equal([null, 2], recording.ExtentsOf(recording.Traced.Outputs[0].Value.Value));
    }

    [Fact]
    public void What_depends_on_the_number_of_rows_is_refused()
    {
        Refused("the operation affine depends on the number of rows", (x, batch) => x.Affine(batch, 0));
        Refused("what it computes depends on the number of rows", (x, batch) => batch == 2 ? x.Exp() : x.Exp().Exp());
        Refused("the operation exp depends on the number of rows", (x, batch) => batch == 2 ? x.Exp() : x.Tanh());
        Refused(
            "a constant differs from row to row",
            (x, batch) => x + x.Tape.Constant(
                Tensor.FromValues(new Shape(batch, 1), [.. Enumerable.Range(0, batch).Select(i => (float)i)])));
        Refused("the operation repeat has no counterpart", (x, _) => x.Repeat(2).Exp());
    }

    [Fact]
    public void A_detached_value_is_what_computed_it_and_what_no_output_needs_is_left_out()
    {
        var graph = GraphBuilder.Build(Record((x, batch) =>
        {
            _ = x.Tanh();
            Variable value = x.Exp();
            return value.Detach() + value;
        }));
        Assert.Equal(["exp", "y"], graph.Node.Select(node => node.Name));
        Assert.Equal(["exp", "exp"], graph.Node[1].Input);
    }

    private static void Refuse(Recording recording) => GraphBuilder.Build(recording);

    private void Refused(string problem, Func<Variable, int, Variable> computation) =>
        Assert.Equal(
            $"model: the part: {problem}; it cannot be written as ONNX",
            Assert.Throws<DataException>(() => Refuse(Record(computation))).Message);

    private Recording Record(Func<Variable, int, Variable> computation) =>
        Recording.Of(
            batch =>
            {
                var tape = new Tape(device);
                var x = new Tensor(new Shape(batch, 3));
                Variable y = computation(tape.Constant(x), batch);
                return new Traced(tape, [new TracedInput("x", x, "")], [("y", y)], new Dictionary<Tensor, string>());
            },
            "model: the part");
}
