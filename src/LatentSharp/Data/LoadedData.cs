namespace LatentSharp.Data;

/// <summary>What a source has loaded.</summary>
/// <param name="All">Every example, in the source's order.</param>
/// <param name="Split">
/// The parts, where the data have a division of their own; null where they are to be split at random by the fractions
/// of the configuration.
/// </param>
public sealed record LoadedData(Dataset All, DatasetSplit? Split = null)
{
    /// <summary>The pixel value that was taken for white, where the file was asked; null for all other data.</summary>
    public double? GreyMaximum { get; init; }
}
