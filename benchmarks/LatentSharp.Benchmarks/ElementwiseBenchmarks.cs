using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Tensors;
using Tensor = LatentSharp.Tensors.Tensor;

namespace LatentSharp.Benchmarks;

/// <summary>
/// Elementwise functions of a batch of 128 by 500, one thread, against TensorPrimitives where it has them.
/// </summary>
public class ElementwiseBenchmarks
{
    private static readonly Dictionary<
        string,
        (Func<Variable, Variable> Ours, Action<Tensor, Tensor>? Theirs)
    > Functions = new()
    {
        ["exp"] = (x => x.Exp(), (x, y) => TensorPrimitives.Exp(x.Span, y.Span)),
        ["log"] = (x => x.Log(), (x, y) => TensorPrimitives.Log(x.Span, y.Span)),
        ["sigmoid"] = (x => x.Sigmoid(), (x, y) => TensorPrimitives.Sigmoid(x.Span, y.Span)),
        ["tanh"] = (x => x.Tanh(), (x, y) => TensorPrimitives.Tanh(x.Span, y.Span)),
        ["softplus"] = (x => x.Softplus(), null),
        ["gelu"] = (x => x.Gelu(), null),
    };

    private readonly Device device = Device.Cpu(1);
    private readonly Tensor arguments = new(new Shape(128, 500)), results = new(new Shape(128, 500));
    private readonly Tape tape;

    /// <summary>Draws the arguments, which are positive: the logarithm is among the functions.</summary>
    public ElementwiseBenchmarks()
    {
        tape = new Tape(device);
        new RandomStream(0, RandomPurpose.Synthesis).FillUniform(arguments.Span);
    }

    /// <summary>The functions' names.</summary>
    public static IEnumerable<string> Names => Functions.Keys;

    /// <summary>The functions' names that TensorPrimitives has too.</summary>
    public static IEnumerable<string> SharedNames => Names.Where(name => Functions[name].Theirs is not null);

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Cleanup() => device.Dispose();

    /// <summary>The forward pass of the operation.</summary>
    [Benchmark]
    [ArgumentsSource(nameof(Names))]
    public Variable LatentSharp(string function)
    {
        tape.Clear();
        return Functions[function].Ours(tape.Constant(arguments));
    }

    /// <summary>The same function by TensorPrimitives.</summary>
    [Benchmark]
    [ArgumentsSource(nameof(SharedNames))]
    public void Primitives(string function) => Functions[function].Theirs!(arguments, results);
}
