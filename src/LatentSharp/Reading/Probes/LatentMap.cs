namespace LatentSharp.Reading.Probes;

/// <summary>A point of a map.</summary>
/// <param name="X">Along the first axis, in latent units.</param>
/// <param name="Y">Along the second axis.</param>
public readonly record struct MapPoint(double X, double Y);

/// <summary>The means of q, and of the router, seen in one plane.</summary>
/// <param name="PosteriorMeans">mu, a point for each example shown.</param>
/// <param name="RouterMeans">m of the same examples; null where there is no router.</param>
/// <param name="Labels">The class index of each example; null without labels.</param>
/// <param name="Share">The share of the variance of mu, summed over dimensions, that the plane shows.</param>
public sealed record LatentMap(
    IReadOnlyList<MapPoint> PosteriorMeans,
    IReadOnlyList<MapPoint>? RouterMeans,
    IReadOnlyList<int>? Labels,
    double Share);
