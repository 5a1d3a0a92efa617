using System.Numerics.Tensors;
using LatentSharp.Autodiff;
using LatentSharp.Models;

namespace LatentSharp.Training;

/// <summary>
/// The first tensor of a step that is not finite, in the order of the walk: the weights, then what the networks made of
/// them. A term is a sum over examples, and does not say where it went wrong.
/// </summary>
internal static class NonFiniteSource
{
    /// <summary>The tensor's name, such as <c>decoder.1.bias</c> or <c>posterior_logvar</c>; null where all are finite.</summary>
    public static string? Find(Cvae model, VariationalOutput output)
    {
        if (model.Parameters.FirstOrDefault(parameter => !IsFinite(parameter.Value)) is { } parameter)
            return parameter.Name;
        (string Name, Variable Variable)[] walk =
        [
            ("posterior_mean", output.Posterior.Mean),
            ("posterior_logvar", output.Posterior.LogVariance),
            ("prior_mean", output.Prior.Mean),
            ("prior_logvar", output.Prior.LogVariance),
            ("z", output.Latent),
            ("the decoder's mean", output.Likelihood.Mean),
        ];
        return walk.FirstOrDefault(step => !IsFinite(step.Variable.Value)).Name;
    }

    private static bool IsFinite(Tensors.Tensor tensor) => TensorPrimitives.IsFiniteAll<float>(tensor.Span);
}
