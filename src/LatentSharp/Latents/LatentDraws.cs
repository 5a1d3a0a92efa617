using LatentSharp.Autodiff;

namespace LatentSharp.Latents;

/// <summary>
/// Draws of z, or all of its values with their probabilities. Rows are whole batches: <c>draw * batch + example</c>.
/// </summary>
/// <param name="Values">z, [draws * batch, width].</param>
/// <param name="Count">Draws per example.</param>
/// <param name="LogWeights">
/// The logarithm of what each draw counts in an expectation, [draws * batch], summing to 1 over an example's draws
/// where they are all values of z; null where all count alike, 1 / draws.
/// </param>
public sealed record LatentDraws(Variable Values, int Count, Variable? LogWeights = null)
{
    /// <summary>
    /// log q of draws that are constants, [draws * batch]: an expectation over them is differentiated by q through this
    /// (<see cref="ScoreFunction"/>). Null where the draws or their weights carry q's gradient themselves.
    /// </summary>
    public Variable? Score { get; init; }

    /// <summary>E[f], by the draws: exact where they are all values of z. [draws * batch] to [batch].</summary>
    /// <param name="perDraw">f at every draw, [draws * batch].</param>
    public Variable Expectation(Variable perDraw)
    {
        ArgumentNullException.ThrowIfNull(perDraw);
        if (LogWeights is not null)
            return SumOverDraws(LogWeights.Exp() * perDraw);
        Variable mean = perDraw.MeanOverDraws(Count);
        if (Score is null)
            return mean;
        Variable apart = perDraw.Detach() - mean.Detach().Repeat(Count);
        return mean.DifferentiatedAs(mean + (apart * Score).MeanOverDraws(Count).Affine(Count / (Count - 1f), 0f));
    }

    /// <summary>log E[e^f], around the largest, in float64. [draws * batch] to [batch].</summary>
    /// <param name="perDraw">f at every draw, [draws * batch].</param>
    /// <exception cref="InvalidOperationException">The draws have a score, which is for means.</exception>
    public Variable LogExpectation(Variable perDraw)
    {
        ArgumentNullException.ThrowIfNull(perDraw);
        if (Score is not null)
            throw new InvalidOperationException(
                "LogExpectation: draws by the score function give the gradient of a mean, not of its logarithm; draw " +
                    "otherwise.");
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

    private Variable SumOverDraws(Variable perDraw) => perDraw.MeanOverDraws(Count).Affine(Count, 0f);
}
