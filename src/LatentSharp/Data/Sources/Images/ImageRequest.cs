namespace LatentSharp.Data.Sources.Images;

/// <summary>What a request says of images.</summary>
internal static class ImageRequest
{
    /// <summary>The one image part that the request names as its condition.</summary>
    /// <exception cref="OptionException">It names none, several, or one that there is not.</exception>
    public static ImageCondition ConditionOf(DataRequest request) =>
        request.Condition is [var part]
            ? ImageCondition.Parse(part)
            : throw new OptionException(
                $"{request.Location}: condition must name one image part; give condition upper_half, " +
                    "left_half, quadrants:1, 2 or 3, label or none");

    /// <summary>The same, for data that have labels and a white of their own.</summary>
    /// <exception cref="OptionException">The request names labels, columns or a white all the same.</exception>
    public static ImageCondition OfBuiltIn(DataRequest request) =>
        request is { Target: [], Label: null, Labels: null, GreyMaximum: null }
            ? ConditionOf(request)
            : throw new OptionException(
                $"data {request.Location} has images and labels of its own; leave target, label, labels and " +
                    "grey_maximum unset");
}
