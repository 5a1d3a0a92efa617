namespace LatentSharp.Data;

/// <summary>What is asked of a source, as a configuration says it. A source takes what concerns it.</summary>
/// <param name="Location">The name of data, or the path of a file.</param>
public sealed record DataRequest(string Location)
{
    /// <summary>What is given: columns of a table, or one image part such as <c>upper_half</c> or none.</summary>
    public IReadOnlyList<string> Condition { get; init; } = [];

    /// <summary>What is to be generated, where the condition does not say it: columns of a table.</summary>
    public IReadOnlyList<string> Target { get; init; } = [];

    /// <summary>The column of class names; null without labels.</summary>
    public string? Label { get; init; }

    /// <summary>The path of a file of labels; null without one.</summary>
    public string? Labels { get; init; }

    /// <summary>How grey values become the numbers that a model sees.</summary>
    public Binarization Binarization { get; init; } = Binarization.Threshold;

    /// <summary>The pixel value that is white; null to take it from the data.</summary>
    public double? GreyMaximum { get; init; }

    /// <summary>The share held out for choices, for data that have a split of their own.</summary>
    public double ValidationFraction { get; init; } = 0.15;

    /// <summary>The share held out to the end, for data that have a split of their own.</summary>
    public double TestFraction { get; init; } = 0.15;
}
