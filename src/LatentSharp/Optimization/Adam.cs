using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Tensors;

namespace LatentSharp.Optimization;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter 2019, algorithm 2), in one pass over
/// weights, gradients and both moments, which <c>AdamBenchmarks</c> compares with a pass that only streams.
/// </summary>
internal sealed class Adam
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly AdamOptions options;
    private readonly ParameterShards shards;
    private readonly bool[] finite;

    /// <summary>Creates an optimizer with zero moments.</summary>
    public Adam(IReadOnlyList<Parameter> parameters, AdamOptions options)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        this.parameters = parameters;
        this.options = options;
        shards = new ParameterShards(parameters);
        finite = new bool[shards.All.Length];
        FirstMoments = [.. parameters.Select(parameter => new Tensor(parameter.Value.Shape))];
        SecondMoments = [.. parameters.Select(parameter => new Tensor(parameter.Value.Shape))];
    }

    /// <summary>How many updates have been made.</summary>
    public long Updates { get; internal set; }

    /// <summary>m, the running mean of the gradients: a tensor per parameter, in its shape.</summary>
    public IReadOnlyList<Tensor> FirstMoments { get; }

    /// <summary>v, the running mean of the squared gradients: a tensor per parameter, in its shape.</summary>
    public IReadOnlyList<Tensor> SecondMoments { get; }

    /// <summary>Updates every parameter from its gradient.</summary>
    /// <param name="learningRate">The step size of this update.</param>
    /// <param name="gradientScale">
    /// A factor on all gradients: 1, or what <see cref="GradientClipping"/> returned.
    /// </param>
    /// <param name="device">The threads that share the work.</param>
    /// <returns>
    /// Whether every weight and moment is finite afterwards, and far enough from overflow to be added up.
    /// </returns>
    public bool Update(double learningRate, double gradientScale, Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Updates++;
        double bias1 = 1 - Math.Pow(options.Beta1, Updates), bias2 = 1 - Math.Pow(options.Beta2, Updates);
        var job = new UpdateJob
        {
            Owner = this,
            Beta1 = (float)options.Beta1,
            Beta2 = (float)options.Beta2,
            Epsilon = (float)options.Epsilon,
            GradientScale = (float)gradientScale,
            StepSize = (float)(learningRate / bias1),
            InverseRootBias = (float)(1 / Math.Sqrt(bias2)),
            Penalty = options.DecoupledWeightDecay ? 0f : (float)options.WeightDecay,
            Keep = options.DecoupledWeightDecay ? (float)(1 - learningRate * options.WeightDecay) : 1f,
        };
        shards.Run(ref job, device);
        return !finite.AsSpan().Contains(false);
    }

    // m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  w <- keep w - step m / (sqrt(v) / sqrt(bias2) + epsilon)
    private struct UpdateJob : IShardedJob
    {
        public Adam Owner;
        public float Beta1, Beta2, Epsilon, GradientScale, StepSize, InverseRootBias, Penalty, Keep;

        public readonly void Run(int shard)
        {
            (int index, int start, int count) = Owner.shards.All[shard];
            Span<float> w = Owner.parameters[index].Value.Span.Slice(start, count);
            Span<float> g = Owner.parameters[index].Gradient.Span.Slice(start, count);
            Span<float> m = Owner.FirstMoments[index].Span.Slice(start, count);
            Span<float> v = Owner.SecondMoments[index].Span.Slice(start, count);
            Vector512<float> check = Vector512<float>.Zero;
            int i = 0;
            for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> weight = At(w, i), first = At(m, i), second = At(v, i);
                Step(ref weight, At(g, i), ref first, ref second, ref check);
                weight.CopyTo(w[i..]);
                first.CopyTo(m[i..]);
                second.CopyTo(v[i..]);
            }

            for (; i < count; i++)
            {
                Vector512<float> weight = Vector512.CreateScalar(w[i]),
                    first = Vector512.CreateScalar(m[i]),
                    second = Vector512.CreateScalar(v[i]);
                Step(ref weight, Vector512.CreateScalar(g[i]), ref first, ref second, ref check);
                (w[i], m[i], v[i]) = (weight[0], first[0], second[0]);
            }

            Owner.finite[shard] = Vector512.EqualsAll(check, Vector512<float>.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> At(Span<float> values, int start) =>
            Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Step(
            ref Vector512<float> weight,
            Vector512<float> gradient,
            ref Vector512<float> first,
            ref Vector512<float> second,
            ref Vector512<float> check)
        {
            gradient = gradient * GradientScale + weight * Penalty;
            first = first * Beta1 + gradient * (1 - Beta1);
            second = second * Beta2 + gradient * gradient * (1 - Beta2);
            weight =
                weight * Keep
                - first * StepSize / (Vector512.Sqrt(second) * InverseRootBias + Vector512.Create(Epsilon));
            // Zero times a finite number is zero; times infinity or NaN it is NaN, which no later sum removes.
            check += (weight + first + second) * 0f;
        }
    }
}
