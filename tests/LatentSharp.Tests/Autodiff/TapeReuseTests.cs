using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

/// <summary>What a tape forgets leaves no trace: values and gradients after it are those of a closed form.</summary>
public sealed class TapeReuseTests : IDisposable
{
    private readonly Device device = Device.Cpu(1);
    private readonly Parameter a = new("a", Draws.Normal(new Shape(5), step: 1));

    public void Dispose() => device.Dispose();

    [Fact]
    public void What_stands_before_a_mark_outlives_a_return_to_it()
    {
        var tape = new Tape(device);
        Variable encoded = tape.Parameter(a).Exp();
        float[] before = encoded.Value.Span.ToArray();
        int mark = tape.Mark;
        for (int portion = 0; portion < 4; portion++)
        {
            // Shapes, operations and constants change places from one portion to the next.
            Tensor x = Draws.Normal(new Shape(1 + portion % 2, 5), step: (ulong)(10 + portion));
            Variable sum = portion == 2
                ? (encoded * tape.Constant(x).Square()).SumLast()
                : (tape.Constant(x) * encoded).SumLast();
            Assert.Equal(before, encoded.Value.Span.ToArray());
            for (int row = 0; row < x.Shape[0]; row++)
            {
                double expected = 0;
                for (int i = 0; i < 5; i++)
                    expected += Math.Exp(a.Value.Span[i]) * Math.Pow(x.Row(row)[i], portion == 2 ? 2 : 1);
                Assert.Equal(expected, sum.Value.Span[row], 1e-5);
            }

            tape.Rewind(mark);
            Assert.Equal(mark, tape.Mark);
        }
    }

    [Fact]
    public void What_was_forgotten_gives_no_gradient()
    {
        var tape = new Tape(device);
        Tensor x = Draws.Normal(new Shape(5), step: 2);
        Variable watched = tape.Watch(x), encoded = watched * tape.Parameter(a);
        int mark = tape.Mark;
        _ = (encoded.Square().Square() * tape.Watch(Draws.Normal(new Shape(5), step: 3))).SumAll();
        tape.Rewind(mark);
        tape.Backward(encoded.Square().SumAll());

        // d sum (a x)^2 = 2 a x^2 da + 2 a^2 x dx
        for (int i = 0; i < 5; i++)
        {
            double p = a.Value.Span[i], q = x.Span[i];
            Assert.Equal(2 * p * q * q, a.Gradient.Span[i], 1e-5);
            Assert.Equal(2 * p * p * q, watched.Gradient.Span[i], 1e-5);
        }
    }

    [Fact]
    public void A_cleared_tape_computes_as_a_new_one_whatever_stood_on_it()
    {
        var tape = new Tape(device);
        for (int step = 0; step < 8; step++)
        {
            tape.Clear();
            Assert.Equal(0, tape.Mark);
            int rows = 1 + step % 3;
            Tensor x = Draws.Normal(new Shape(rows, 5), step: (ulong)(20 + step));

            // By turns x is a constant, watched, or the result of an operation.
            Variable given = step % 4 == 0 ? tape.Constant(x) : tape.Watch(x),
                used = step % 4 == 3 ? given.Affine(2f, 0f) : given;
            double scale = step % 4 == 3 ? 2 : 1;
            Variable objective = (used * tape.Parameter(a).Square()).SumAll();
            tape.Backward(objective);
            double expected = 0;
            for (int i = 0; i < 5; i++)
            {
                double p = a.Value.Span[i], columnSum = 0;
                for (int row = 0; row < rows; row++)
                {
                    columnSum += scale * x.Row(row)[i];
                    Assert.Equal(step % 4 == 0 ? 0 : scale * p * p, given.Gradient.Row(row)[i], 1e-5);
                }

                expected += columnSum * p * p;
                Assert.Equal(2 * p * columnSum, a.Gradient.Span[i], 1e-4);
            }

            Assert.Equal(expected, objective.Scalar, 1e-4);
        }
    }
}
