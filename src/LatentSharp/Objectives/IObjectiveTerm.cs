using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// One term of the objective, as values per example. What it weighs, when, and how examples are averaged is the
/// concern of <see cref="Objective"/>.
/// </summary>
public interface IObjectiveTerm
{
    /// <summary>What others know about the term.</summary>
    TermInfo Info { get; }

    /// <summary>
    /// The step from which on the equation no longer changes; 0, the default, where it is the same at every step.
    /// </summary>
    long SettledAt => 0;

    /// <summary>Whether latents of a family have the term. Default all.</summary>
    /// <param name="family">The family of q and p.</param>
    bool AppliesTo(LatentFamily family) => true;

    /// <summary>
    /// The term of every example, [batch]. Smaller is better. A statistic of the batch is spread evenly: every example
    /// has its value.
    /// </summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    Variable PerExample(VariationalOutput output, Variable target);

    /// <summary>The term of every example at a step, for an equation that changes as training goes on.</summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    /// <param name="step">The training step, counted from 0.</param>
    Variable PerExample(VariationalOutput output, Variable target, long step) => PerExample(output, target);
}
