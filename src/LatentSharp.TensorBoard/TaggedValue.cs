using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.TensorBoard;

/// <summary>A value under its tag, with the words that go with the tag; <see cref="Summaries"/> makes them.</summary>
public sealed class TaggedValue
{
    private readonly Summary.Types.Value value;
    private readonly SummaryMetadata metadata;

    internal TaggedValue(string tag, Summary.Types.Value value, SummaryMetadata metadata)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tag);
        value.Tag = tag;
        (this.value, this.metadata) = (value, metadata);
    }

    /// <summary>What TensorBoard calls the series; a slash makes a group.</summary>
    public string Tag => value.Tag;

    /// <summary>
    /// The value as a record holds it. TensorBoard takes a tag's metadata from the first value that it reads, so those
    /// after the first of a file go without.
    /// </summary>
    internal Summary.Types.Value ToMessage(bool withMetadata)
    {
        if (!withMetadata)
            return value;
        Summary.Types.Value described = value.Clone();
        described.Metadata = metadata;
        return described;
    }
}
