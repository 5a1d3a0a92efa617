namespace LatentSharp.Autodiff;

/// <summary>What an operation depends on beside its inputs: a number, or a word such as an activation's name.</summary>
/// <param name="Name">The attribute's name, in snake_case.</param>
/// <param name="Number">The number; 0 where it is a word.</param>
/// <param name="Word">The word; null where it is a number.</param>
internal readonly record struct OperationAttribute(string Name, double Number, string? Word = null)
{
    /// <summary>An attribute that is a word.</summary>
    public OperationAttribute(string name, string word)
        : this(name, 0, word)
    {
    }
}
