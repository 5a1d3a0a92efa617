using System.Collections.Immutable;

namespace LatentSharp.Data;

/// <summary>
/// Where the columns of a data set lie in an image, so that a report can draw them. A pixel's index is
/// row * <paramref name="Width"/> + column, from the top left.
/// </summary>
/// <param name="Width">Pixels to a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="ConditionPixels">
/// The pixel index of each condition column, [condition]; empty where the condition is no pixels.
/// </param>
/// <param name="TargetPixels">The pixel index of each target column, [target].</param>
public sealed record ImageLayout(
    int Width,
    int Height,
    ImmutableArray<int> ConditionPixels,
    ImmutableArray<int> TargetPixels)
{
    /// <summary>The image that fields are parts of; null where the target is not one field of pixels.</summary>
    internal static ImageLayout? Of(Fields condition, Fields target)
    {
        if (target is not [{ Pixels: { } whole } field])
            return null;
        bool shared = condition is [{ Pixels: not null } given]
            && given.Name == field.Name
            && (given.Pixels.Width, given.Pixels.Height) == (whole.Width, whole.Height);
        return new ImageLayout(
            whole.Width,
            whole.Height,
            shared ? [.. condition[0].Pixels!.Array] : [],
            [.. whole.Array]);
    }
}
