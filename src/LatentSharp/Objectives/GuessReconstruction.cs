using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// -log p(y|x) of the plain network whose guess the router sees, in nats. Nothing but this term trains that network.
/// </summary>
public sealed class GuessReconstruction : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "guess_reconstruction";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "-log p(y|x) of the plain network whose guess the router sees",
        "nats per example",
        DrawPlan.Posterior,
        DefaultWeight: 0);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The model has no such network.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Encoding.Guess is { } guess
            ? -guess.LogProbability(target)
            : throw new ArgumentException(
                $"{TermName}: the model has no plain network that guesses; create it with RouterGuess.");
    }
}
