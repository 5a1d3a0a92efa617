using LatentSharp.Autodiff;
using LatentSharp.Latents;

namespace LatentSharp.Models;

/// <summary>q(z|x,y): sees the answer, and so exists only while training and reading.</summary>
public interface IInferenceNetwork
{
    /// <summary>The posterior of a batch.</summary>
    /// <param name="condition">x, [batch, condition].</param>
    /// <param name="target">y, [batch, target].</param>
    ILatent Forward(Variable condition, Variable target);
}
