using System.Text.Json;
using LatentSharp.Reading.Quantities;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Json;

/// <summary>Quantities under their keys; what is missing says what it needs.</summary>
internal static class QuantitiesJson
{
    /// <summary>Writes every quantity into the current object.</summary>
    public static void Write(Utf8JsonWriter writer, LatentQuantities quantities)
    {
        Object(writer, "posterior_variance", quantities.PosteriorVariance, Variance);
        Object(writer, "prior_variance", quantities.PriorVariance, Variance);
        Object(writer, "breadth_ratio", quantities.BreadthRatio, (json, ratio) => json.WriteReal("value", ratio.Value));
        Object(writer, "noise_share", quantities.NoiseShare, (json, share) =>
        {
            json.WriteEstimate(share.Mean);
            json.WriteReals("per_dimension", share.PerDimension);
            json.WriteReals("mean_variance", share.MeanVariance);
        });
        Object(writer, "prior_kl", quantities.PriorKl, (json, kl) =>
        {
            json.WriteEstimate(kl.Total);
            json.WriteReals("per_dimension", kl.PerDimension);
            json.WriteReals("variance_part", kl.VariancePart);
            json.WriteReals("mean_part", kl.MeanPart);
        });
        Object(writer, "active_units", quantities.ActiveUnits, Dimensions);
        Object(writer, "collapsed_units", quantities.CollapsedUnits, Dimensions);
        Object(writer, "mutual_information", quantities.MutualInformation, (json, information) =>
        {
            json.WriteEstimate(information.Value);
            json.WriteReal("ceiling", information.Ceiling);
            json.WriteNumber("examples", information.Examples);
            json.WriteNumber("samples", information.Samples);
        });
        Object(writer, "aggregate_gap", quantities.AggregateGap, (json, gap) =>
        {
            json.WriteEstimate(gap.Value);
            json.WriteNumber("examples", gap.Examples);
            json.WriteNumber("samples", gap.Samples);
        });
        Object(writer, "sampling_cost", quantities.SamplingCost, Gap);
        Object(writer, "usage_gap", quantities.UsageGap, Gap);
        Object(writer, "test_time_gap", quantities.TestTimeGap, Gap);
        Object(writer, "conditional_likelihood", quantities.ConditionalLikelihood, (json, likelihood) =>
        {
            Object(json, "prior_mc", likelihood.PriorMonteCarlo, Likelihood);
            Object(json, "importance", likelihood.Importance, Likelihood);
        });
        Object(writer, "semantic_probe", quantities.SemanticProbe, (json, probes) =>
        {
            json.WriteStartArray("probes");
            foreach (Probe probe in probes.Probes)
                Probed(json, probe);
            json.WriteEndArray();
        });
        Object(writer, "router_retrieval", quantities.RouterRetrieval, (json, retrieval) =>
        {
            json.WriteEstimate(retrieval.Share);
            json.WriteReal("chance", retrieval.Chance);
            json.WriteNumber("examples", retrieval.Examples);
        });
    }

    /// <summary>Writes one estimate under its key, or what it needs.</summary>
    public static void Write(Utf8JsonWriter writer, string key, Measured<Estimate> estimate) =>
        Object(writer, key, estimate, JsonText.WriteEstimate);

    private static void Variance(Utf8JsonWriter json, VarianceSummary summary)
    {
        json.WriteReal("value", summary.Mean.Value);
        json.WriteReal("std", summary.StandardDeviation);
        json.WriteReal("standard_error", summary.Mean.StandardError);
        json.WriteReal("geometric_mean", summary.GeometricMean);
        json.WriteReals("per_dimension", summary.PerDimension);
        json.WriteStartObject("quantiles");
        json.WriteReal("q05", summary.Quantiles.Q05);
        json.WriteReal("q50", summary.Quantiles.Q50);
        json.WriteReal("q95", summary.Quantiles.Q95);
        json.WriteEndObject();
        json.WriteStartObject("std_histogram");
        json.WriteReals("edges", summary.StandardDeviations.Edges);
        json.WriteStartArray("counts");
        foreach (long count in summary.StandardDeviations.Counts)
            json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Dimensions(Utf8JsonWriter json, Units units)
    {
        json.WriteNumber("value", units.Count);
        json.WriteNumber("of", units.Of);
        json.WriteStartArray("dimensions");
        foreach (int dimension in units.Dimensions)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
    }

    private static void Gap(Utf8JsonWriter json, NllGap gap)
    {
        json.WriteEstimate(gap.Difference);
        Object(json, "baseline", gap.Baseline, JsonText.WriteEstimate);
        json.WriteNumber("samples", gap.Samples);
    }

    private static void Likelihood(Utf8JsonWriter json, LikelihoodEstimate estimate)
    {
        json.WriteEstimate(estimate.LogLikelihood);
        json.WriteNumber("samples", estimate.Samples);
        json.WriteReal("effective_sample_size", estimate.EffectiveSampleSize);
        json.WriteReal("pareto_k", estimate.ParetoK);
        json.WriteReal("pareto_k_above_limit", estimate.ParetoKAboveLimit);
    }

    private static void Probed(Utf8JsonWriter json, Probe probe)
    {
        json.WriteStartObject();
        json.WriteString("target", probe.Target);
        json.WriteString("score", probe.Score);
        Object(json, "from_posterior_mean", probe.FromPosteriorMean, JsonText.WriteEstimate);
        Object(json, "from_prior_mean", probe.FromPriorMean, JsonText.WriteEstimate);
        Object(json, "control", probe.Control, JsonText.WriteEstimate);
        json.WriteNumber("examples", probe.Examples);
        json.WriteNumber("folds", probe.Folds);
        json.WriteEndObject();
    }

    private static void Object<T>(
        Utf8JsonWriter writer,
        string key,
        Measured<T> quantity,
        Action<Utf8JsonWriter, T> fields)
        where T : class
    {
        if (quantity.IsMeasured)
        {
            Object(writer, key, quantity.Value, fields);
            return;
        }

        writer.WriteStartObject(key);
        writer.WriteBoolean("measured", false);
        writer.WriteString("needs", quantity.Needs);
        writer.WriteEndObject();
    }

    private static void Object<T>(Utf8JsonWriter writer, string key, T quantity, Action<Utf8JsonWriter, T> fields)
    {
        writer.WriteStartObject(key);
        fields(writer, quantity);
        writer.WriteEndObject();
    }
}
