using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Layers;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Layers;

public class MultilayerPerceptronTests
{
    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void It_is_a_chain_of_affine_maps_with_the_activation_between_them(Activation activation)
    {
        var initialization = new Initialization(seed: 2);
        var network = new MultilayerPerceptron("net", 3, [5, 4], 2, activation, initialization);
        Tensor x = SmallTask.Normal(1, 7, 3);
        using var device = Device.Cpu(1);
        Tensor actual = network.Forward(new Tape(device).Constant(x)).Value;
        for (int row = 0; row < 7; row++)
        {
            double[] values = [.. x.Row(row).ToArray()];
            for (int layer = 0; layer < 3; layer++)
            {
                Tensor weight = initialization.Parameters[2 * layer].Value,
                    bias = initialization.Parameters[2 * layer + 1].Value;
                double[] inputs = values;
                values =
                [
                    .. Enumerable
                        .Range(0, bias.Shape.Length)
                        .Select(i => bias.Span[i] + inputs.Select((input, j) => input * weight.Row(i)[j]).Sum()),
                ];
                if (layer < 2)
                    values =
                    [
                        .. values.Select(value =>
                            activation == Activation.Relu ? Math.Max(value, 0) : Math.Tanh(value)),
                    ];
            }

            for (int i = 0; i < 2; i++)
                Assert.Equal(values[i], actual.Row(row)[i], 1e-6);
        }
    }

    [Fact]
    public void Initial_weights_are_uniform_within_one_over_the_root_of_the_inputs()
    {
        var initialization = new Initialization(seed: 2);
        _ = new Linear("layer", 100, 400, Activation.Relu, initialization);
        double[] weights = [.. initialization.Parameters[0].Value.Span.ToArray()];
        Assert.Equal(
            "layer.weight [400, 100], layer.bias [400]",
            string.Join(", ", initialization.Parameters.Select(p => $"{p.Name} {p.Value.Shape}")));
        Assert.InRange(weights.Min(), -0.1, -0.0999);
        Assert.InRange(weights.Max(), 0.0999, 0.1);
        // The variance of a uniform draw from +-b is b^2 / 3; its standard error here is 0.45 %.
        Assert.Equal(0.01 / 3, weights.Average(weight => weight * weight), 0.01 / 3 * 0.02);
    }

    [Fact]
    public void Each_parameter_draws_from_a_stream_of_its_own()
    {
        var initialization = new Initialization(seed: 2);
        Parameter first = initialization.Uniform("a", new Shape(50), 1),
            second = initialization.Uniform("b", new Shape(50), 1);
        Assert.False(first.Value.Span.SequenceEqual(second.Value.Span));
    }
}
