using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Layers;
using LatentSharp.Tensors;

namespace LatentSharp.Models;

/// <summary>p(z), learned, and the same for every condition; it starts as the fixed prior of its family.</summary>
internal sealed class MarginalPrior(LatentHead head, Initialization initialization) : IPrior
{
    private readonly Parameter outputs = initialization.Constant("prior.outputs", new Shape(head.Outputs), 0f);

    public LatentFamily Latent => head.Family;

    public Routing Forward(Variable condition) =>
        new(head.Read(condition.Tape.Parameter(outputs).BroadcastTo(new Shape(condition.Shape[0], head.Outputs))));
}
