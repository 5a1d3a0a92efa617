using LatentSharp.Models;

namespace LatentSharp.Runs.Inference;

/// <summary>The recorded computations of one caller, by their kind and size.</summary>
internal sealed class InferencePlans(IConditionalModel model, int condition, int target)
{
    // Sizes are powers of two, and a caller has few; one who goes through many must not keep all their buffers.
    private const int Most = 24;

    private readonly Dictionary<(InferenceKind Kind, int Rows, int Draws), InferencePlan> plans = [];

    public InferencePlan Of(InferenceKind kind, int rows, int draws)
    {
        if (plans.TryGetValue((kind, rows, draws), out InferencePlan? plan))
            return plan;
        if (plans.Count == Most)
            plans.Clear();
        return plans[(kind, rows, draws)] = new InferencePlan(model, kind, rows, draws, condition, target);
    }
}
