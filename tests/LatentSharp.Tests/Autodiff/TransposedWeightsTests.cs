using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Layers;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public sealed class TransposedWeightsTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Theory]
    [InlineData(1, Activation.Relu)]
    [InlineData(4, Activation.Tanh)]
    [InlineData(5, Activation.Gelu)]
    [InlineData(70, Activation.Identity)]
    public void A_layer_on_transposed_weights_gives_the_same_bits(int batch, Activation activation)
    {
        var layer = new Linear("layer", inputs: 7 + 30, outputs: 45, activation, new Initialization(seed: 3));
        Tensor[] parts = [Draws.Normal(new Shape(batch, 7), step: 1), Draws.Normal(new Shape(2 * batch, 30), step: 2)];
        var weights = new TransposedWeights();
        float[] plain = Of(new Tape(device)), transposed = Of(new Tape(device) { Weights = weights });
        Assert.Equal(plain.Select(BitConverter.SingleToInt32Bits), transposed.Select(BitConverter.SingleToInt32Bits));

        float[] Of(Tape tape) => layer.Forward(tape.Constant(parts[0]), tape.Constant(parts[1])).Value.Span.ToArray();
    }

    [Fact]
    public void A_weight_is_turned_over_once()
    {
        var weight = new Parameter("weight", Tensor.FromValues(new Shape(2, 3), [1, 2, 3, 4, 5, 6]));
        var weights = new TransposedWeights();
        Tensor transposed = weights.Of(weight);
        Assert.Equal(new Shape(3, 2), transposed.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], transposed.Span.ToArray());
        Assert.Same(transposed, weights.Of(weight));
    }
}
