namespace LatentSharp.Serving;

/// <summary>What one request may ask for, and how many may be under way at once.</summary>
public sealed record ServingOptions
{
    /// <summary>The largest body of a request, in bytes; a larger one is answered with 413.</summary>
    public int MaximumBodyBytes { get; init => field = AtLeastOne(value, nameof(MaximumBodyBytes)); } = 1 << 20;

    /// <summary>The most rows of a request.</summary>
    public int MaximumRows { get; init => field = AtLeastOne(value, nameof(MaximumRows)); } = 1000;

    /// <summary>The most draws of a row.</summary>
    public int MaximumDraws { get; init => field = AtLeastOne(value, nameof(MaximumDraws)); } = 10_000;

    /// <summary>The most numbers of y in an answer: rows times draws times columns.</summary>
    public int MaximumNumbers { get; init => field = AtLeastOne(value, nameof(MaximumNumbers)); } = 1_000_000;

    /// <summary>The most requests for the model under way at once; one more is answered with 503.</summary>
    public int MaximumInFlight { get; init => field = AtLeastOne(value, nameof(MaximumInFlight)); } = 256;

    /// <summary>How long a request may take; what is not done by then is answered with 503.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    private static int AtLeastOne(int value, string name) =>
        value >= 1 ? value : throw OptionException.OutOfRange(name, value, "a whole number of at least 1");
}
