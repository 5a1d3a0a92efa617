using LatentSharp.Runs;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Serving;

/// <summary>
/// What a model is asked over HTTP. The numbers are those that <see cref="TrainedModel"/> gives, whatever else is asked
/// meanwhile: draws are computed in portions, between which other requests have their turn.
/// </summary>
internal sealed class ModelCalls(TrainedModel model, ServingOptions options)
{
    // Draws of z to a portion: some milliseconds for a small model, a tenth of a second for a large one.
    private const int PortionDraws = 1024;

    /// <summary>The calls, by their path.</summary>
    public IReadOnlyList<(string Path, ModelCall Call)> All =>
        [("/sample", Sample), ("/encode", Encode), ("/likelihood", Likelihood)];

    private async Task Sample(HttpContext context, RequestBody body, CancellationToken cancellation)
    {
        SampleRequest request = body.Take(content => SampleRequest.Of(content, model, options));
        (RequestRows x, int count, int width) = (request.Condition, request.Count, model.TargetFields.Width);
        var y = new float[x.Count * count * width];
        await Generate(request, y, cancellation);
        string[]? names = x.Named ? [.. Enumerable.Range(0, width).Select(model.TargetFields.ElementName)] : null;
        using var answer = new JsonAnswer(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteStartArray("target");
        for (int row = 0; row < x.Count; row++)
        {
            answer.Writer.WriteStartArray();
            for (int draw = 0; draw < count; draw++)
            {
                answer.Row(y.AsSpan((row * count + draw) * width, width), names);
                await answer.Advance();
            }

            answer.Writer.WriteEndArray();
        }

        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.Send();
    }

    private async Task Encode(HttpContext context, RequestBody body, CancellationToken cancellation)
    {
        (RequestRows x, RequestRows? y) = body.Take(content =>
        {
            content.Require("condition", "target");
            if (model.LatentDimensions == 0)
                throw Refusal.Bad("the model has no z, and so nothing to encode; ask for samples");
            RequestRows? target = content["target"] is null ? null : RequestRows.Target(content, model, options);
            return (RequestRows.Condition(content, model, options, target), target);
        });
        int latent = model.LatentDimensions, length = x.Count * latent;
        float[] mean = new float[length], variance = new float[length];
        model.Route(x.Values, mean, variance);
        (string Name, float[] Values)[] arrays = [("prior_mean", mean), ("prior_variance", variance)];
        if (y is not null)
        {
            (mean, variance) = (new float[length], new float[length]);
            model.Infer(x.Values, y.Values, mean, variance);
            arrays = [.. arrays, ("posterior_mean", mean), ("posterior_variance", variance)];
        }

        cancellation.ThrowIfCancellationRequested();
        using var answer = new JsonAnswer(context);
        answer.Writer.WriteStartObject();
        foreach ((string name, float[] values) in arrays)
        {
            answer.Writer.WriteStartArray(name);
            for (int row = 0; row < x.Count; row++)
            {
                answer.Row(values.AsSpan(row * latent, latent));
                await answer.Advance();
            }

            answer.Writer.WriteEndArray();
        }

        answer.Writer.WriteEndObject();
        await answer.Send();
    }

    private async Task Likelihood(HttpContext context, RequestBody body, CancellationToken cancellation)
    {
        (RequestRows x, RequestRows y, int samples, ulong seed, int first) = body.Take(content =>
        {
            content.Require("condition", "target", "samples", "seed", "first_row");
            RequestRows target = RequestRows.Target(content, model, options);
            return (
                RequestRows.Condition(content, model, options, target), target,
                content.Whole("samples", 100, 1, options.MaximumDraws), content.Seed(), content.FirstRow(target.Count));
        });
        var logs = new double[x.Count];
        await InPortions(
            x.Count, samples,
            (start, rows) => model.LogLikelihood(
                x.Part(start, rows), y.Part(start, rows), samples, seed, logs.AsSpan(start, rows), first + start),
            cancellation);
        using var answer = new JsonAnswer(context);
        answer.Writer.WriteStartObject();
        answer.Writer.WriteString("unit", "nats");
        answer.Writer.WriteStartArray("log_likelihood");
        foreach (double value in logs)
            answer.Number(value);
        answer.Writer.WriteEndArray();
        answer.Writer.WriteEndObject();
        await answer.Send();
    }

    private async Task Generate(SampleRequest request, float[] y, CancellationToken cancellation)
    {
        (RequestRows x, int count, ulong seed) = (request.Condition, request.Count, request.Seed);
        if (request is { AtMean: true, Means: true })
        {
            model.Mean(x.Values, y);
            cancellation.ThrowIfCancellationRequested();
            return;
        }

        int latent = model.LatentDimensions, perRow = count * model.TargetFields.Width;
        float[] z = new float[request.AtMean ? x.Count * latent : 0], variance = new float[z.Length];
        if (request.AtMean)
            model.Route(x.Values, z, variance);
        await InPortions(x.Count, count, Compute, cancellation);

        void Compute(int start, int rows)
        {
            Span<float> into = y.AsSpan(start * perRow, rows * perRow);
            int first = request.FirstRow + start;
            if (request.AtMean)
                model.SampleAt(
                    x.Part(start, rows), z.AsSpan(start * latent, rows * latent), count, seed, into, first);
            else if (request.Means)
                model.SampleMeans(x.Part(start, rows), count, seed, into, first);
            else
                model.Sample(x.Part(start, rows), count, seed, into, first);
        }
    }

    private static async Task InPortions(
        int rows,
        int draws,
        Action<int, int> compute,
        CancellationToken cancellation)
    {
        int most = Math.Max(PortionDraws / draws, 1);
        for (int start = 0; start < rows; start += most)
        {
            if (start > 0)
                await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            compute(start, Math.Min(most, rows - start));
        }
    }
}
