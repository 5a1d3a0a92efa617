using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Latents.Categorical;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>The fixed prior of a categorical latent: every value as likely, whatever the condition.</summary>
/// <param name="variables">M, the variables of z.</param>
/// <param name="values">K, the values of each.</param>
public sealed class UniformPrior(int variables, int values) : IPrior
{
    // A cache, not state: callers on other threads may replace it, and each works on the zeros it took.
    private Tensor zeros = new(new Shape(0, variables * values));

    /// <inheritdoc/>
    public LatentFamily Latent { get; } = CategoricalLatent.FamilyOf(variables, values);

    /// <inheritdoc/>
    public Routing Forward(Variable condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Tensor taken = zeros;
        if (taken.Shape[0] != condition.Shape[0])
            zeros = taken = new Tensor(new Shape(condition.Shape[0], Latent.Width));
        return new(new CategoricalLatent(condition.Tape.Constant(taken), values) { IsStandard = true });
    }
}
