namespace LatentSharp.Tests.TensorBoard;

/// <summary>A clock that stands still until it is told to go on.</summary>
internal sealed class FixedClock : TimeProvider
{
    // 1440183447 seconds after 1970.
    public DateTimeOffset Now { get; set; } = new(2015, 8, 21, 18, 57, 27, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
