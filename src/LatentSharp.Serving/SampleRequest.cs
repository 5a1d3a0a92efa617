using LatentSharp.Runs;

namespace LatentSharp.Serving;

/// <summary>Which y are asked for.</summary>
/// <param name="Condition">x.</param>
/// <param name="Count">Draws of each row.</param>
/// <param name="Seed">The seed of the draws.</param>
/// <param name="FirstRow">The number of the first row among those of several requests.</param>
/// <param name="AtMean">Whether z is the mean of p(z|x), and not drawn from it.</param>
/// <param name="Means">Whether the decoder's mean is asked for, and not a draw of y.</param>
internal sealed record SampleRequest(
    RequestRows Condition,
    int Count,
    ulong Seed,
    int FirstRow,
    bool AtMean,
    bool Means)
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="Refusal">It asks for what cannot be done, or for too much at once.</exception>
    public static SampleRequest Of(RequestBody body, TrainedModel model, ServingOptions options)
    {
        body.Require("condition", "count", "seed", "z", "mean", "first_row");
        RequestRows condition = RequestRows.Condition(body, model, options);
        var request = new SampleRequest(
            condition,
            body.Whole("count", 1, 1, options.MaximumDraws),
            body.Seed(),
            body.FirstRow(condition.Count),
            body.OneOf("z", "prior", "mean") == "mean",
            body.Switch("mean"));
        long numbers = (long)condition.Count * request.Count * model.TargetFields.Width;
        if (numbers > options.MaximumNumbers)
            throw Refusal.Bad(
                $"{condition.Count} rows of {request.Count} draws of {model.TargetFields.Width} columns are " +
                    $"{numbers} numbers; expected at most {options.MaximumNumbers}: ask for fewer rows or draws");
        if (request.AtMean && model.LatentDimensions == 0)
            throw Refusal.Bad("'z' is 'mean', and the model has no z; leave it out");
        if (request is { AtMean: true, Means: true, Count: > 1 })
            throw Refusal.Bad(
                $"'count' is {request.Count}, but the decoder's mean at one z is one; leave out 'count' or 'mean'");
        return request;
    }
}
