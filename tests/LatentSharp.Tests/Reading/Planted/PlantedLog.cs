using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>Training logs of known course, with the noise of batches.</summary>
internal static class PlantedLog
{
    private const int Points = 200;

    /// <summary>The loss falls and V_post rises threefold.</summary>
    public static TrainingHistory RisingButHealthy(ulong seed) => Log(seed, _ => 1, at => 0.1 + 0.2 * at);

    /// <summary>The loss falls, then runs away from the middle on.</summary>
    public static TrainingHistory Diverging(ulong seed) =>
        Log(seed, at => at < 0.5 ? 1 : Math.Exp(12 * (at - 0.5)), _ => 0.2);

    /// <summary>A density's loss falls below 0 and stays there, with noise as wide as its level.</summary>
    public static TrainingHistory HealthyDensity(ulong seed) => Log(seed, _ => 1, _ => 0.2, offset: -62);

    /// <summary>The loss is not a number from a step on.</summary>
    public static TrainingHistory NonFinite(ulong seed) => Log(seed, at => at < 0.9 ? 1 : double.NaN, _ => 0.2);

    private static TrainingHistory Log(
        ulong seed,
        Func<double, double> growth,
        Func<double, double> variance,
        double offset = 0)
    {
        var noise = new float[3 * Points];
        new RandomStream(seed, RandomPurpose.Synthesis, 200).FillNormal(noise);
        return new TrainingHistory([.. Enumerable.Range(0, Points).Select(Point)], null);

        HistoryPoint Point(int step)
        {
            double at = step / (double)Points;
            double reconstruction = (60 + 140 * Math.Exp(-8 * at) + 2 * noise[3 * step]) * growth(at) + offset;
            double kl = 3 * (1 - Math.Exp(-5 * at)) + 0.1 * noise[3 * step + 1], beta = Math.Min(1, 4 * at);
            return new HistoryPoint(
                step, reconstruction + beta * kl, 5 * Math.Exp(0.4 * noise[3 * step + 2]) * growth(at),
                new Dictionary<string, (double Raw, double Weight)>
                {
                    ["reconstruction"] = (reconstruction, 1),
                    ["prior_kl"] = (kl, beta),
                    ["posterior_variance"] = (variance(at), 0),
                });
        }
    }
}
