using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Runs.Inference;

/// <summary>Lends every caller computations of its own, and takes them back. Nobody waits for anyone.</summary>
internal sealed class InferencePool(IConditionalModel model, int condition, int target)
{
    private readonly TransposedWeights weights = new();
    private readonly InferencePlans?[] free = new InferencePlans?[2 * Environment.ProcessorCount];

    public InferencePlans Rent()
    {
        foreach (ref InferencePlans? place in free.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } plans)
                return plans;
        }

        return new InferencePlans(model, weights, condition, target);
    }

    /// <summary>Takes computations back; where as many as can run at once are there, they go.</summary>
    public void Return(InferencePlans plans)
    {
        foreach (ref InferencePlans? place in free.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, plans, null) is null)
                return;
        }
    }
}
