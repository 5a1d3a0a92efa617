namespace LatentSharp.Objectives;

/// <summary>A number of a term beside its weight, such as its warm-up, with a key in a configuration.</summary>
/// <param name="Key">The key, in snake_case, beginning with the term's name.</param>
/// <param name="Help">What it is.</param>
/// <param name="Default">The number where none is given.</param>
public sealed record TermSetting(string Key, string Help, double Default)
{
    /// <summary>Whether it is a whole number. Default any number.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The least that can be given. Default 0.</summary>
    public int Least { get; init; }
}
