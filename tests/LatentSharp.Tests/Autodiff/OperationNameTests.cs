using System.Reflection;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Models;
using LatentSharp.Tests.Models;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Autodiff;

/// <summary>Every operation says what it is, so that a computation can be read as a graph.</summary>
public sealed class OperationNameTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Functions_of_one_number_and_reductions_of_rows_have_names_of_their_own()
    {
        string[] names =
        [
            .. typeof(Variable).Assembly.GetTypes()
                .Where(type => type.IsValueType
                    && (type.IsAssignableTo(typeof(IElementwise)) || type.IsAssignableTo(typeof(IRowTerm))))
                .Select(type => type.GetProperty("Name", BindingFlags.Public | BindingFlags.Static)!)
                .Select(property => (string)property.GetValue(null)!),
        ];
        Assert.True(names.Length > 12, string.Join(", ", names));
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
        Assert.Equal(names.Distinct().Count(), names.Length);
    }

    [Fact]
    public void A_router_reads_as_a_graph()
    {
        var model = new Cvae(SmallTask.Model with { Activation = Activation.Tanh, Hidden = [5] }, seed: 1);
        var tape = new Tape(device);
        _ = model.Prior(tape.Constant(SmallTask.Normal(1, 6, 3)));
        Assert.Equal(
            [
                "linear(activation tanh, draws 1) router.0.weight router.0.bias _ -> [6, 5]",
                "linear(activation identity, draws 1) router.1.weight router.1.bias _ -> [6, 4]",
                "columns(start 0, count 2) _ -> [6, 2]",
                "columns(start 2, count 2) _ -> [6, 2]",
            ],
            tape.Recorded
                .Where(variable => variable.Operation is not null)
                .Select(variable => OperationText.Named(tape, variable)));
    }

    [Fact]
    public void Attributes_are_numbers_or_words()
    {
        var tape = new Tape(device);
        Variable x = tape.Constant(SmallTask.Normal(1, 2, 3));
        Assert.Equal("affine(scale 2, shift -1) _ -> [2, 3]", OperationText.Named(tape, x.Affine(2f, -1f)));
        Assert.Equal("sum_all(scale 1) _ -> []", OperationText.Named(tape, x.SumAll()));
        Assert.Equal("exp _ -> [2, 3]", OperationText.Named(tape, x.Exp()));
    }
}
