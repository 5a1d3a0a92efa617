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
public sealed record ImageLayout(int Width, int Height, int[] ConditionPixels, int[] TargetPixels)
{
    /// <summary>Checks that every column has a pixel inside the image.</summary>
    /// <exception cref="DataException">
    /// A list has another length than there are columns, or a pixel is outside.
    /// </exception>
    internal void Check(string name, int conditionColumns, int targetColumns)
    {
        if (ConditionPixels.Length > 0)
            CheckPixels(name, ConditionPixels, conditionColumns, "condition");
        CheckPixels(name, TargetPixels, targetColumns, "target");
    }

    private void CheckPixels(string name, int[] pixels, int columns, string role)
    {
        if (pixels.Length != columns)
            throw new DataException(
                $"{name}: the image layout places {pixels.Length} {role} columns and there are {columns}; give " +
                    "one pixel index for each.");
        foreach (int pixel in pixels)
        {
            if (pixel < 0 || pixel >= (long)Width * Height)
                throw new DataException(
                    $"{name}: the image layout places a {role} column at pixel {pixel}; an image of {Width} x " +
                        $"{Height} has the pixels 0 to "
                        + $"{(long)Width * Height - 1}.");
        }
    }
}
