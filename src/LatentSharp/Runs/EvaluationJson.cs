using System.Text.Json;
using LatentSharp.Objectives;
using LatentSharp.Training;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <summary>
/// An evaluation in a run's files: every term with its weight and role. It reads back the same to the bit.
/// </summary>
internal static class EvaluationJson
{
    private const string RouterKey = "router_negative_log_likelihood";

    /// <summary>Writes the fields of an evaluation into the current object.</summary>
    public static void Write(Utf8JsonWriter writer, Evaluation evaluation)
    {
        writer.WriteNumber("examples", evaluation.Examples);
        WriteObjective(writer, evaluation.Objective);
        writer.WriteReal("negative_evidence_lower_bound", evaluation.NegativeEvidenceLowerBound);
        if (evaluation.RouterNegativeLogLikelihood is { } router)
            writer.WriteReal(RouterKey, router);
        if (evaluation.PriorVariance is { } variance)
            writer.WriteReal("prior_variance", variance);
    }

    /// <summary>Writes J and its terms into the current object.</summary>
    public static void WriteObjective(Utf8JsonWriter writer, ObjectiveBreakdown objective)
    {
        writer.WriteReal("objective", objective.Total);
        writer.WriteStartObject("terms");
        foreach (TermValue term in objective.Terms)
        {
            writer.WriteStartObject(term.Name);
            writer.WriteReal("raw", term.Raw);
            writer.WriteReal("weight", term.Weight);
            writer.WriteReal("contribution", term.Contribution);
            writer.WriteString("role", TermRoles.NameOf(term.Role));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; what follows from the rest is not read again.</summary>
    /// <exception cref="Data.DataException">A field is missing or of another kind.</exception>
    public static Evaluation Read(JsonFields fields)
    {
        JsonFields written = fields.Object("terms");
        // The evidence lower bound is made of these two; without a latent there is no second.
        bool latent = fields.Has("prior_variance");
        foreach (
            string needed in latent ? [Reconstruction.TermName, PriorKl.TermName] : new[] { Reconstruction.TermName }
        )
            _ = written[needed];
        TermValue[] terms =
        [
            .. written
                .Objects()
                .Select(term => new TermValue(term.Name, term.Fields.Real("raw"), term.Fields.Real("weight"))),
        ];
        return new Evaluation(
            fields.Count("examples"),
            new ObjectiveBreakdown(terms),
            latent ? fields.Real("prior_variance") : null)
        {
            RouterNegativeLogLikelihood = fields.Has(RouterKey) ? fields.Real(RouterKey) : null,
        };
    }
}
