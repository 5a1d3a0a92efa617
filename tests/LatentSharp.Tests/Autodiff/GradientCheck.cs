using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

/// <summary>
/// Compares a computation with its closed form in float64: the values, and the gradient of a fixed random weighted sum
/// of them with central differences of the closed form.
/// </summary>
internal static class GradientCheck
{
    // Differences in float64 are good to about 1e-10, so what is left is float32's rounding (6e-8) through a few
    // operations and sums of up to some hundred terms, in units of the largest entry.
    private const double Step = 1e-5, Tolerance = 1e-5;

    /// <summary>What is checked. The inputs are watched variables of one tape.</summary>
    public delegate Variable Computation(Variable[] inputs);

    /// <summary>The same in float64: row-major inputs to the row-major output.</summary>
    public delegate double[] ClosedForm(double[][] inputs);

    /// <summary>Checks the value and the gradient at a point.</summary>
    public static void Check(Computation computation, ClosedForm closedForm, params Tensor[] point)
    {
        using var device = Device.Cpu(1);
        var tape = new Tape(device);
        Variable[] inputs = [.. point.Select(tape.Watch)];
        double[][] wide = [.. point.Select(tensor => Array.ConvertAll(tensor.Span.ToArray(), x => (double)x))];

        Variable output = computation(inputs);
        AssertClose("value", closedForm(wide), output.Value.Span);

        Tensor weights = Draws.Normal(output.Shape, step: 1000);
        tape.Backward((output * tape.Constant(weights)).SumAll());
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(point[i].Shape, inputs[i].Gradient.Shape);
            AssertClose(
                $"gradient of input {i}",
                Differences(closedForm, wide, wide[i], weights),
                inputs[i].Gradient.Span);
        }
    }

    private static double[] Differences(ClosedForm closedForm, double[][] inputs, double[] varied, Tensor weights)
    {
        var slopes = new double[varied.Length];
        for (int i = 0; i < varied.Length; i++)
        {
            double x = varied[i];
            varied[i] = x + Step;
            double[] above = closedForm(inputs);
            varied[i] = x - Step;
            double[] below = closedForm(inputs);
            varied[i] = x;
            for (int j = 0; j < above.Length; j++)
                slopes[i] += weights.Span[j] * ((above[j] - below[j]) / (2 * Step));
        }

        return slopes;
    }

    private static void AssertClose(string what, double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        // The floor is the differences' own rounding: it matters where the gradient is zero throughout.
        double allowed = 1e-9 + Tolerance * expected.Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            // Not "greater", so that a NaN fails.
            if (!(Math.Abs(actual[i] - expected[i]) <= allowed))
                Assert.Fail($"{what}, element {i}: {actual[i]:R}, expected {expected[i]:R} to within {allowed:G3}.");
        }
    }
}
