using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Runs.Inference;

/// <summary>The recorded computations of one caller, by their kind and size.</summary>
internal sealed class InferencePlans(
    IConditionalModel model,
    TransposedWeights weights,
    int condition,
    int target)
{
    // The portions of a caller are powers of two, and so few; one who goes through many must not keep all their
    // buffers.
    private const int MostRows = 1 << 13;

    private readonly Dictionary<(InferenceKind Kind, int Rows, int Draws), InferencePlan> plans = [];
    private int held;

    public InferencePlan Of(InferenceKind kind, int rows, int draws)
    {
        if (plans.TryGetValue((kind, rows, draws), out InferencePlan? plan))
            return plan;
        held += rows * draws;
        if (held > MostRows)
        {
            plans.Clear();
            held = rows * draws;
        }

        return plans[(kind, rows, draws)] = new InferencePlan(model, weights, kind, rows, draws, condition, target);
    }
}
