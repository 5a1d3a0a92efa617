using System.Buffers;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

public sealed partial class Variable
{
    /// <summary>
    /// Repeats the value along axes of extent 1 and along missing leading axes. This is the only operation that
    /// stretches a shape, and its derivative the only place where stretching is undone.
    /// </summary>
    /// <param name="shape">The wider shape; its own is returned unchanged.</param>
    /// <exception cref="ArgumentException">The variable does not stretch to <paramref name="shape"/>.</exception>
    public Variable BroadcastTo(Shape shape)
    {
        if (shape == Shape)
            return this;
        if (Shape.Broadcast(Shape, shape) != shape)
            throw new ArgumentException(
                $"BroadcastTo: {Shape} does not stretch to {shape}; only extents of 1 can grow.");
        return Tape.Record(Stretch.Instance, shape, this);
    }

    private sealed class Stretch : IOperation
    {
        public string Name => "broadcast";

        public static Stretch Instance { get; } = new();

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            Span<float> y = output.Value.Span;
            var walk = new StretchWalk(output.Inputs[0].Shape, output.Shape);
            for (int i = 0; i < y.Length; i++)
                y[i] = x[walk.Next()];
        }

        // Each input element receives the sum of the gradients of its copies.
        public void Backward(Variable output)
        {
            ReadOnlySpan<float> dy = output.Gradient.Span;
            Span<float> dx = output.Inputs[0].GradientToAdd();
            double[] rented = ArrayPool<double>.Shared.Rent(dx.Length);
            Span<double> sums = rented.AsSpan(0, dx.Length);
            sums.Clear();
            var walk = new StretchWalk(output.Inputs[0].Shape, output.Shape);
            foreach (float d in dy)
                sums[walk.Next()] += d;
            for (int i = 0; i < dx.Length; i++)
                dx[i] += (float)sums[i];
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    // Visits a stretched shape in row-major order and gives the position of each element's source.
    private ref struct StretchWalk
    {
        private readonly int e1, e2, e3;
        private readonly int s0, s1, s2, s3;
        private int i0, i1, i2, i3;

        public StretchWalk(Shape source, Shape stretched)
        {
            int stride = 1;
            s3 = Step(source, 3, ref stride);
            s2 = Step(source, 2, ref stride);
            s1 = Step(source, 1, ref stride);
            s0 = Step(source, 0, ref stride);
            (e1, e2, e3) = (stretched.Aligned(1, 4), stretched.Aligned(2, 4), stretched.Aligned(3, 4));
        }

        public int Next()
        {
            int position = i0 * s0 + i1 * s1 + i2 * s2 + i3 * s3;
            if (++i3 == e3)
            {
                i3 = 0;
                if (++i2 == e2)
                {
                    i2 = 0;
                    if (++i1 == e1)
                    {
                        i1 = 0;
                        i0++;
                    }
                }
            }

            return position;
        }

        private static int Step(Shape source, int axis, ref int stride)
        {
            int extent = source.Aligned(axis, Shape.MaximumRank), step = extent == 1 ? 0 : stride;
            stride *= extent;
            return step;
        }
    }
}
