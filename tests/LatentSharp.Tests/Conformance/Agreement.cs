using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Conformance;

/// <summary>
/// Holds a computation in float32 to a fixture file, values and gradients, and reports the worst element.
/// </summary>
internal sealed class Agreement(string file)
{
    // An error is relative to the expected number; where its terms cancel, to the sum of their magnitudes. There a
    // change in the last bit of a float32 input moves the number itself by more than any relative bound: at
    // ln 2 pi + logvar + t = 0 (log-density, entropy), at t = 1 (their derivative by logvar), at r - 1 + t = 0 (the
    // divergence's derivative by the prior's logvar) and at mu = -sigma noise (the sample).
    private const double Relative = 1e-5;

    private double worst;
    private string description = "";

    /// <summary>Runs every case of a file.</summary>
    /// <param name="file">The file's name without its ending.</param>
    /// <param name="compute">The quantity, from the case's inputs by name.</param>
    public static void Check(string file, Func<IReadOnlyDictionary<string, Variable>, Variable> compute)
    {
        using var device = Device.Cpu(threads: 1);
        var agreement = new Agreement(file);
        IReadOnlyList<FixtureCase> cases = FixtureFile.Read(file).Cases;
        for (int i = 0; i < cases.Count; i++)
            agreement.Add(i, cases[i], new Tape(device), compute);
        Assert.True(agreement.worst <= 1, agreement.description);
    }

    private void Add(
        int index,
        FixtureCase fixture,
        Tape tape,
        Func<IReadOnlyDictionary<string, Variable>, Variable> compute)
    {
        Dictionary<string, Variable> inputs = fixture.Inputs.ToDictionary(
            input => input.Key,
            input =>
                fixture.Gradients.ContainsKey(input.Key)
                    ? tape.Watch(input.Value.ToTensor())
                    : tape.Constant(input.Value.ToTensor()));
        Variable value = compute(inputs);
        Variable contracted = fixture.Cotangent is { } cotangent
            ? (value * tape.Constant(cotangent.ToTensor())).SumAll()
            : value.MeanAll();
        tape.Backward(contracted);

        string place = $"{file}, case {index} ({fixture.Name})";
        Compare($"{place}, value", value.Value, fixture.Value);
        if (fixture.Mean is { } mean)
            Compare($"{place}, mean", contracted.Value, mean);
        foreach ((string name, FixtureQuantity gradient) in fixture.Gradients)
            Compare($"{place}, gradient of {name}", inputs[name].Gradient, gradient);
    }

    private void Compare(string place, Tensor actual, FixtureQuantity expected)
    {
        Assert.True(
            actual.Span.Length == expected.Values.Length,
            $"{place}: shape {actual.Shape} for {expected.Values.Length} expected numbers.");
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double allowed = Relative * (expected.Scale?[i] ?? Math.Abs(expected.Values[i]));
            double error = Math.Abs(actual.Span[i] - expected.Values[i]);
            double ratio = error == 0 ? 0 : error / allowed;
            if (ratio <= worst)
                continue;
            worst = double.IsNaN(ratio) ? double.PositiveInfinity : ratio;
            description =
                $"{place}, element {i} of {actual.Shape}: {actual.Span[i]:R} was computed, " +
                    $"{expected.Values[i]:R} expected; "
                + $"the error is {error:G3}, {worst:G3} times what is allowed.";
        }
    }
}
