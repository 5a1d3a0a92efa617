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

    /// <summary>Whether latents of a family have the term. Default all.</summary>
    /// <param name="family">The family of q and p.</param>
    bool AppliesTo(LatentFamily family) => true;

    /// <summary>The term of every example, [batch]. Smaller is better.</summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    Variable PerExample(VariationalOutput output, Variable target);
}
