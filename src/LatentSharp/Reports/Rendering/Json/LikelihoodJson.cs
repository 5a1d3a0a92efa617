using System.Text.Json;
using LatentSharp.Reading.Decoding.Likelihoods;
using LatentSharp.Reports.Documents;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>Estimates of the conditional likelihood as JSON, as docs/schemas/evaluation-1.json describes it.</summary>
internal static class LikelihoodJson
{
    /// <summary>The schema that readers of the output can rely on.</summary>
    public const string Schema = "latentsharp/evaluation/1";

    /// <summary>Renders an evaluation as one object.</summary>
    public static string Render(LikelihoodReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        LikelihoodEvaluation evaluation = report.Evaluation;
        return JsonText.Object(writer =>
        {
            writer.WriteString("schema", Schema);
            writer.WriteString("run", report.Run);
            writer.WriteString("split", report.Split);
            writer.WriteNumber("examples", evaluation.Examples);
            writer.WriteStartArray("samples");
            foreach (int samples in evaluation.Samples)
                writer.WriteNumberValue(samples);
            writer.WriteEndArray();
            writer.WriteNumber("seed", evaluation.Seed);
            writer.WriteString("likelihood", report.Likelihood);
            writer.WriteString("binarization", report.Binarization);
            writer.WriteBoolean("prior_is_standard", evaluation.PriorIsStandard);
            writer.WriteStartObject("scored");
            writer.WriteString("elements", "target elements only");
            writer.WriteString("kind", report.Scored);
            writer.WriteNumber("count", evaluation.TargetElements);
            writer.WriteEndObject();
            writer.WriteStartObject("weights_source");
            writer.WriteString("file", report.WeightsFile.Replace('\\', '/'));
            WriteWhole(writer, "best_epoch", report.BestEpoch);
            writer.WriteEndObject();
            WriteList(writer, "estimators", evaluation.Estimators, column => WriteColumn(writer, column));
            WriteList(writer, "weights", evaluation.Weights, column => WriteColumn(writer, column));
            if (evaluation.AmortizationGap is { } amortization)
            {
                writer.WriteStartObject("amortization_gap");
                writer.WriteEstimate(amortization);
                writer.WriteEndObject();
            }

            if (evaluation.RouterGap is { } gap)
                WriteGap(writer, gap);
        });
    }

    private static void WriteColumn(Utf8JsonWriter writer, EstimatorColumn column)
    {
        writer.WriteString("estimator", LikelihoodWords.Key(column.Estimator));
        writer.WriteString("label", LikelihoodWords.Label(column));
        writer.WriteString("meaning", LikelihoodWords.Meaning(column.Estimator));
        WriteWhole(writer, "samples", column.Samples == 0 ? null : column.Samples);
        WriteWhole(writer, "groups", column.Samples == 0 ? null : column.Groups);
        writer.WriteEstimate(column.Mean);
    }

    private static void WriteColumn(Utf8JsonWriter writer, WeightColumn column)
    {
        writer.WriteString("estimator", LikelihoodWords.Key(column.Estimator));
        writer.WriteNumber("samples", column.Samples);
        writer.WriteReal("effective_sample_size", column.MedianEffectiveSampleSize);
        writer.WriteReal("pareto_k", column.MedianTailIndex);
        writer.WriteReal("pareto_k_above_limit", column.AboveLimit);
    }

    private static void WriteGap(Utf8JsonWriter writer, RouterGap gap)
    {
        writer.WriteStartObject("router_gap");
        WriteList(writer, "gaps", gap.Gaps, at =>
        {
            writer.WriteNumber("samples", at.Samples);
            writer.WriteEstimate(at.Difference);
        });
        writer.WriteBoolean("misses_posterior_mass", gap.MissesPosteriorMass);
        writer.WriteString("verdict", gap.Verdict);
        writer.WriteEndObject();
    }

    private static void WriteWhole(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<T> members)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            members(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
