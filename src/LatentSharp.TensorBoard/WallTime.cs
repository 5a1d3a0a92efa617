namespace LatentSharp.TensorBoard;

/// <summary>Times as event files hold them.</summary>
internal static class WallTime
{
    /// <summary>Seconds since 1970 in universal time.</summary>
    public static double Now(TimeProvider clock) => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
}
