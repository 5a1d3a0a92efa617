using LatentSharp.Autodiff;
using LatentSharp.Distributions;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>
/// A model of y given x, with or without a latent z. <see cref="VariationalPass"/> puts its parts together; training,
/// evaluation and reading know no more of a model than this.
/// </summary>
public interface IConditionalModel
{
    /// <summary>The family of z; null for a model without a latent.</summary>
    LatentFamily? Latent { get; }

    /// <summary>Everything that is trained, in a fixed order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>q(z|x,y); null where there is no inference network, and q is the prior.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    ILatent? Infer(Variable condition, Variable target);

    /// <summary>p(z|x); null without a latent.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    Routing? Route(Variable condition);

    /// <summary>p(y|x,z) at every draw.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="latent">Draws of z; null without a latent.</param>
    IConditionalLikelihood Decode(Variable condition, LatentDraws? latent);
}
