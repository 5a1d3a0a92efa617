using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public class AccumulationTests
{
    private static readonly Dictionary<
        string,
        (Func<Variable, Variable> Computed, Func<double, double> ClosedForm)
    > UsedTwice = new()
    {
        ["x + x"] = (x => x + x, x => 2 * x),
        ["x - x/2"] = (x => x - 0.5f * x, x => 0.5 * x),
        ["x * x"] = (x => x * x, x => x * x),
        ["x / x"] = (x => x / x, _ => 1),
        ["x e^x + tanh x"] = (x => x * x.Exp() + x.Tanh(), x => x * Math.Exp(x) + Math.Tanh(x)),
        ["x^2 / (1 + x^2)"] = (x => x.Square() / (x.Square() + 1f), x => x * x / (1 + x * x)),
    };

    public static TheoryData<string, int> Cases { get; } =
        [.. from name in UsedTwice.Keys from length in new[] { 1, 7, 17 } select (name, length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Input_used_twice_receives_both_gradients(string name, int length)
    {
        (Func<Variable, Variable> computed, Func<double, double> closedForm) = UsedTwice[name];
        GradientCheck.Check(
            inputs => computed(inputs[0]),
            inputs => Array.ConvertAll(inputs[0], x => closedForm(x)),
            Draws.Positive(new Shape(length), step: 1));
    }

    [Fact]
    public void Parameter_used_twice_receives_both_gradients()
    {
        // f = sum of tanh(x W^T + b) W^T + b. Asking the tape for W and b again must not start their gradients anew.
        const int features = 5;
        Tensor x = Draws.Normal(new Shape(3, features), step: 1);
        var weight = new Parameter("weight", Draws.Normal(new Shape(features, features), step: 2));
        var bias = new Parameter("bias", Draws.Normal(new Shape(features), step: 3));
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable hidden = tape.Constant(x).Linear(tape.Parameter(weight), tape.Parameter(bias), Activation.Tanh);
        tape.Backward(hidden.Linear(tape.Parameter(weight), tape.Parameter(bias)).SumAll());

        var watched = new Tape(device);
        Variable w1 = watched.Watch(weight.Value),
            w2 = watched.Watch(weight.Value),
            b1 = watched.Watch(bias.Value),
            b2 = watched.Watch(bias.Value);
        watched.Backward(watched.Constant(x).Linear(w1, b1, Activation.Tanh).Linear(w2, b2).SumAll());

        for (int i = 0; i < weight.Gradient.Shape.Length; i++)
            Assert.Equal(w1.Gradient.Span[i] + w2.Gradient.Span[i], weight.Gradient.Span[i], 1e-5f);
        for (int i = 0; i < bias.Gradient.Shape.Length; i++)
            Assert.Equal(b1.Gradient.Span[i] + b2.Gradient.Span[i], bias.Gradient.Span[i], 1e-5f);
    }
}
