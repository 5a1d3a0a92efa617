using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// What q gives the router's likeliest value, by what the router gives it, in ten bins. The calibration error is the
/// mean distance of the two over bins, each weighed by its examples (Guo, Pleiss, Sun and Weinberger 2017, "On
/// calibration of modern neural networks", equation 5, with q in the place of a label).
/// </summary>
internal sealed class Reliability
{
    private const int Bins = 10;

    private readonly RunningMoments[] confidence = new RunningMoments[Bins], agreement = new RunningMoments[Bins],
        difference = new RunningMoments[Bins];

    /// <summary>Adds a variable of an example.</summary>
    /// <param name="given">p of the router's likeliest value.</param>
    /// <param name="found">q of it.</param>
    public void Add(double given, double found)
    {
        int bin = Math.Min((int)(given * Bins), Bins - 1);
        confidence[bin].Add(given);
        agreement[bin].Add(found);
        difference[bin].Add(found - given);
    }

    /// <summary>The bins that hold something.</summary>
    public IEnumerable<ReliabilityBin> Table() =>
        Enumerable.Range(0, Bins).Where(bin => confidence[bin].Count > 0).Select(bin => new ReliabilityBin(
            (double)bin / Bins,
            (bin + 1.0) / Bins,
            confidence[bin].Count,
            confidence[bin].Mean,
            confidence[bin].Count > 1 ? agreement[bin].Estimate : new Estimate(agreement[bin].Mean, 0)));

    /// <summary>The calibration error.</summary>
    public double Error => Weighed(bin => Math.Abs(difference[bin].Mean));

    /// <summary>
    /// What a calibrated router would have of it by the chance of these examples: the mean magnitude of a normal error.
    /// </summary>
    public double ErrorByChance =>
        Weighed(bin => Math.Sqrt(2 / Math.PI) * (confidence[bin].Count > 1 ? difference[bin].StandardError : 0));

    private double Weighed(Func<int, double> of)
    {
        int[] filled = [.. Enumerable.Range(0, Bins).Where(bin => confidence[bin].Count > 0)];
        return filled.Sum(bin => confidence[bin].Count * of(bin)) / filled.Sum(bin => confidence[bin].Count);
    }
}
