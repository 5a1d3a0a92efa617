using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Distributions;
using LatentSharp.Tensors;
using LatentSharp.Tests.Compute;

namespace LatentSharp.Tests.Autodiff;

public sealed class TapeTests : IDisposable
{
    private const int Features = 7, Hidden = 33, Latent = 9;

    private readonly Device device = Device.Cpu(2);
    private readonly Parameter weight1 = new(
        "0.weight",
        Draws.Normal(new Shape(Hidden, Features), step: 1, deviation: 0.3f));
    private readonly Parameter bias1 = new("0.bias", Draws.Normal(new Shape(Hidden), step: 2));
    private readonly Parameter weight2 = new(
        "1.weight",
        Draws.Normal(new Shape(2 * Latent, Hidden), step: 3, deviation: 0.1f));
    private readonly Parameter bias2 = new("1.bias", Draws.Normal(new Shape(2 * Latent), step: 4));

    // One prior for the whole batch: its broadcast is part of the step.
    private readonly Parameter prior = new("prior", Draws.Normal(new Shape(1, Latent), step: 5));

    public void Dispose() => device.Dispose();

    [Fact]
    public void Steady_training_step_allocates_next_to_nothing()
    {
        var tape = new Tape(device);
        Tensor x = Draws.Normal(new Shape(64, Features), step: 6), noise = Draws.Normal(new Shape(64, Latent), step: 7);
        for (int step = 0; step < 50; step++)
            Step(tape, x, noise);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
            Step(tape, x, noise);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 4096);
    }

    [Fact]
    public void Broadcast_of_a_wide_row_allocates_next_to_nothing()
    {
        var tape = new Tape(device);
        var row = new Parameter("row", Draws.Normal(new Shape(1, 4000), step: 1));
        Tensor x = Draws.Normal(new Shape(3, 4000), step: 2);
        long before = 0;
        for (int step = 0; step < 150; step++)
        {
            if (step == 50)
                before = GC.GetAllocatedBytesForCurrentThread();
            tape.Clear();
            tape.Backward((tape.Constant(x) + tape.Parameter(row)).Square().SumAll());
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 4096);
    }

    [Fact]
    public void Reused_tape_gives_the_results_of_a_fresh_one()
    {
        var reused = new Tape(device);
        for (int step = 0; step < 12; step++)
        {
            // Batches grow, shrink and return; every third computation is another one, so that leaves and operations
            // change places.
            int batch = new[] { 5, 3, 5, 17, 1, 0, 5 }[step % 7];
            Tensor x = Draws.Normal(new Shape(batch, Features), step: (ulong)(10 + step));
            Tensor noise = Draws.Normal(new Shape(batch, Latent), step: (ulong)(50 + step));
            Assert.Equal(Run(new Tape(device), x, noise, step % 3 == 2), Run(reused, x, noise, step % 3 == 2));
        }
    }

    [Fact]
    public void Objective_of_several_numbers_is_refused()
    {
        var tape = new Tape(device);
        Variable x = tape.Watch(new Tensor(new Shape(2, 3)));
        Assert.Contains(
            "[2, 3]",
            Assert.Throws<ArgumentException>(() => tape.Backward(x.Exp())).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 3]",
            Assert.Throws<InvalidOperationException>(() => x.Scalar).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_another_tape_are_refused()
    {
        Tape tape = new(device),
            other = new(device);
        Variable x = tape.Watch(new Tensor(new Shape(3))),
            y = other.Watch(new Tensor(new Shape(3)));
        Assert.Contains(
            "another tape",
            Assert.Throws<ArgumentException>(() => tape.Backward(y.SumAll())).Message,
            StringComparison.Ordinal);
        Assert.Contains("two tapes", Assert.Throws<ArgumentException>(() => x + y).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_the_objective_does_not_reach_gets_a_zero_gradient()
    {
        var tape = new Tape(device);
        weight1.Gradient.Span.Fill(float.NaN);
        Variable unreached = tape.Parameter(weight1).Exp(), reached = tape.Parameter(bias1).SumAll();
        tape.Backward(reached);
        Assert.All(weight1.Gradient.Span.ToArray(), d => Assert.Equal(0f, d));
        Assert.All(unreached.Gradient.Span.ToArray(), d => Assert.Equal(0f, d));
        Assert.All(bias1.Gradient.Span.ToArray(), d => Assert.Equal(1f, d));
    }

    [Fact]
    public void Gradient_starts_anew_with_every_computation()
    {
        var tape = new Tape(device);
        for (int step = 0; step < 3; step++)
        {
            tape.Clear();
            Variable x = tape.Watch(Tensor.Filled(new Shape(3), 2f)), b = tape.Parameter(bias1);
            tape.Backward(x.Square().SumAll() + b.SumAll());
            Assert.Equal([4f, 4f, 4f], x.Gradient.Span.ToArray());
            Assert.All(bias1.Gradient.Span.ToArray(), d => Assert.Equal(1f, d));
        }
    }

    [Fact]
    public void Constants_require_no_gradient_and_pass_none_on()
    {
        var tape = new Tape(device);
        Variable constant = tape.Constant(Tensor.Filled(new Shape(3), 2f)),
            x = tape.Watch(Tensor.Filled(new Shape(3), 5f));
        Variable squared = constant.Square();
        Assert.False(constant.RequiresGradient);
        Assert.False(squared.RequiresGradient);
        tape.Backward((squared * x).SumAll());
        Assert.Equal([4f, 4f, 4f], x.Gradient.Span.ToArray());
        Assert.All(constant.Gradient.Span.ToArray(), d => Assert.Equal(0f, d));
    }

    private float[] Run(Tape tape, Tensor x, Tensor noise, bool other)
    {
        float objective = other ? OtherStep(tape, x) : Step(tape, x, noise);
        Parameter[] all = [weight1, bias1, weight2, bias2, prior];
        return [objective, .. from parameter in all from d in parameter.Gradient.Span.ToArray() select d];
    }

    private float Step(Tape tape, Tensor x, Tensor noise)
    {
        tape.Clear();
        Variable hidden = tape.Constant(x).Linear(tape.Parameter(weight1), tape.Parameter(bias1), Activation.Relu);
        Variable statistics = hidden.Linear(tape.Parameter(weight2), tape.Parameter(bias2));
        var q = new DiagonalNormal(statistics.Columns(0, Latent), statistics.Columns(Latent, Latent));
        var p = new DiagonalNormal(tape.Parameter(prior), tape.Parameter(prior));
        Variable z = q.Reparameterize(tape.Constant(noise));
        Variable objective = (
            DiagonalNormal.Divergence(q, p) - q.LogProbability(z) + 0.5f * z.Square().SumLast()).SumAll();
        tape.Backward(objective);
        return objective.Scalar;
    }

    // Reaches only some of the parameters.
    private float OtherStep(Tape tape, Tensor x)
    {
        tape.Clear();
        Variable watched = tape.Watch(x),
            hidden = tape.Parameter(bias1).Exp();
        Variable objective = (
            watched.Linear(tape.Parameter(weight1), tape.Parameter(bias1), Activation.Tanh) * hidden).SumAll();
        tape.Parameter(weight2);
        tape.Parameter(bias2);
        tape.Parameter(prior);
        tape.Backward(objective);
        return objective.Scalar;
    }
}
