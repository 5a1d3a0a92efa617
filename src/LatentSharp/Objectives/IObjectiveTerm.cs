using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Objectives;

/// <summary>
/// One term of the objective, as values per example. What it weighs, when, and how examples are averaged is the
/// concern of <see cref="Objective"/>.
/// </summary>
public interface IObjectiveTerm
{
    /// <summary>The name in logs, reports and configuration, in snake_case.</summary>
    string Name { get; }

    /// <summary>The draws of z that it reads. Default those of the posterior.</summary>
    DrawPlan Needs => DrawPlan.Posterior;

    /// <summary>The term of every example, [batch]. Smaller is better.</summary>
    /// <param name="output">What the model computed.</param>
    /// <param name="target">y, [batch, target].</param>
    Variable PerExample(VariationalOutput output, Variable target);
}
