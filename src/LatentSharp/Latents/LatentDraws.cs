using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>
/// Draws of z, or all of its values with their probabilities. Rows are whole batches: <c>draw * batch + example</c>.
/// </summary>
/// <param name="Values">z, [draws * batch, width].</param>
/// <param name="Count">Draws per example.</param>
/// <param name="LogWeights">
/// The logarithm of what each draw counts in an expectation, [draws * batch], summing to 1 over an example's draws;
/// null where all count alike, 1 / draws.
/// </param>
public sealed record LatentDraws(Variable Values, int Count, Variable? LogWeights = null)
{
    /// <summary>E[f], by the draws: exact where they are all values of z. [draws * batch] to [batch].</summary>
    /// <param name="perDraw">f at every draw, [draws * batch].</param>
    public Variable Expectation(Variable perDraw)
    {
        ArgumentNullException.ThrowIfNull(perDraw);
        return LogWeights is null
            ? perDraw.MeanOverDraws(Count)
            : (LogWeights.Exp() * perDraw).MeanOverDraws(Count).Affine(Count, 0f);
    }

    /// <summary>log E[e^f], around the largest, in float64. [draws * batch] to [batch].</summary>
    /// <param name="perDraw">f at every draw, [draws * batch].</param>
    public Variable LogExpectation(Variable perDraw)
    {
        ArgumentNullException.ThrowIfNull(perDraw);
        return LogWeights is null
            ? perDraw.LogMeanExpOverDraws(Count)
            : (LogWeights + perDraw).LogMeanExpOverDraws(Count).Affine(1f, MathF.Log(Count));
    }

    /// <summary>
    /// Draws that all count alike: these, where they do already; otherwise some of all values of z, by their
    /// probabilities, which are not differentiated.
    /// </summary>
    /// <param name="count">Draws per example.</param>
    /// <param name="noise">The random numbers.</param>
    public LatentDraws Sampled(int count, INoise noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (LogWeights is null)
            return this;
        Variable uniform = noise.Uniform(Values.Tape, count, Values.Shape[0] / Count, width: 1);
        return new LatentDraws(Values.ChooseDraw(LogWeights.Detach(), uniform, count), count);
    }

    /// <summary>Of every example's draws one, chosen with probability proportional to e^w.</summary>
    /// <param name="logWeights">w, [draws * batch]; which draw is chosen is not differentiated.</param>
    /// <param name="uniform">Numbers from [0, 1) to choose by, [batch, 1].</param>
    public LatentDraws Choose(Variable logWeights, Variable uniform) =>
        new(Values.ChooseDraw(logWeights, uniform), Count: 1);
}
