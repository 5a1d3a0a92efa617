namespace LatentSharp.Latents;

/// <summary>What kind of distribution q and p are, and what its numbers are called.</summary>
/// <param name="Name">The name in files and reports, such as <c>gaussian</c>.</param>
/// <param name="Width">The numbers of a draw: columns of z.</param>
/// <param name="Parts">
/// What a distribution is given by, such as <c>mean</c> and <c>logvar</c>, in the order of <see cref="ILatent.Parts"/>.
/// </param>
public sealed record LatentFamily(string Name, int Width, IReadOnlyList<string> Parts)
{
    /// <summary>
    /// How many values of z draws are, all that there are with their probabilities, so that expectations are exact;
    /// null where draws are samples.
    /// </summary>
    public int? Enumerated { get; init; }

    /// <summary>The values of each variable, whose one-hot blocks z is made of; null where z is real.</summary>
    public int? Values { get; init; }

    /// <summary>Whether draws are all values of z with their probabilities, so that expectations are exact.</summary>
    public bool IsEnumerated => Enumerated is not null;
}
