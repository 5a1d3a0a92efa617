using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;

namespace LatentSharp.Training;

/// <summary>
/// Where in a step a number first was not finite. A term is a sum over examples, and a gradient a sum over terms:
/// neither says where it went wrong, so the walk is searched in its order.
/// </summary>
internal static class NonFiniteSource
{
    /// <summary>
    /// The first tensor of a computation that is not finite: a parameter such as <c>decoder.1.bias</c>, an input such
    /// as
    /// <c>condition</c>, a quantity such as <c>posterior_logvar</c>, or an activation; null where all are finite.
    /// </summary>
    public static string? InForward(Tape tape, VariationalOutput output, Variable condition, Variable target)
    {
        var names = new Dictionary<Variable, string> { [condition] = "condition", [target] = "target" };
        Name(output.Encoding.Posterior, "posterior");
        Name(output.Encoding.Prior, "prior");
        if (output.Draws is { } draws)
            names[draws.Values] = "z";
        if (output.RouterDraws is { } routed)
            names[routed.Values] = "router_z";
        string? unnamed = null;
        foreach (Variable variable in tape.Recorded)
        {
            foreach (Variable input in variable.Inputs)
            {
                if (tape.ParameterOf(input) is { } parameter && !parameter.Value.IsFinite)
                    return parameter.Name;
            }

            if (variable.Value.IsFinite)
                continue;
            if ((names.GetValueOrDefault(variable) ?? LayerOf(tape, variable)) is { } name)
                return name;
            unnamed ??= variable.Operation is { } operation ? $"the output of {operation.Name}" : null;
        }

        return unnamed;

        void Name(ILatent? latent, string role)
        {
            for (int part = 0; part < latent?.Parts.Count; part++)
                names[latent.Parts[part]] = $"{role}_{latent.Family.Parts[part]}";
        }
    }

    /// <summary>The parameter whose gradient is not finite, and the term whose derivative is not.</summary>
    /// <param name="model">The model, after the backward walk.</param>
    /// <param name="terms">The terms of the objective.</param>
    /// <param name="differentiate">Leaves the gradient of one weighted term alone in the parameters.</param>
    public static (string Parameter, string? Term) InGradient(
        IConditionalModel model,
        IReadOnlyList<TermValue> terms,
        Action<int> differentiate)
    {
        string parameter = model.Parameters.First(parameter => !parameter.Gradient.IsFinite).Name;
        for (int i = 0; i < terms.Count; i++)
        {
            if (terms[i].Role != TermRole.Active)
                continue;
            differentiate(i);
            if (model.Parameters.Any(parameter => !parameter.Gradient.IsFinite))
                return (parameter, terms[i].Name);
        }

        return (parameter, null);
    }

    /// <summary>The first moment or weight that is not finite after an update; null where all are.</summary>
    public static string? InUpdate(IConditionalModel model, Adam optimizer)
    {
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            string name = model.Parameters[i].Name;
            if (!optimizer.FirstMoments[i].IsFinite)
                return $"adam.first_moment.{name}";
            if (!optimizer.SecondMoments[i].IsFinite)
                return $"adam.second_moment.{name}";
            if (!model.Parameters[i].Value.IsFinite)
                return name;
        }

        return null;
    }

    // A layer goes by its parameters' name, such as router.0.weight. What has no name leads to something that has one;
    // where nothing has, its operation is named.
    private static string? LayerOf(Tape tape, Variable variable) =>
        variable.Inputs.Select(tape.ParameterOf).FirstOrDefault(parameter => parameter is not null) is { } weight
            ? $"the output of {weight.Name[..weight.Name.LastIndexOf('.')]}"
            : null;
}
