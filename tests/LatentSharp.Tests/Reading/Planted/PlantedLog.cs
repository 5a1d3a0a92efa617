using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>Training logs of known course, with the noise of batches.</summary>
internal static class PlantedLog
{
    private const int Points = 200, Epochs = 40;

    /// <summary>The loss falls and V_post rises threefold.</summary>
    public static TrainingHistory RisingButHealthy(ulong seed) => Log(seed, _ => 1, at => 0.1 + 0.2 * at);

    /// <summary>The loss falls, then runs away from the middle on.</summary>
    public static TrainingHistory Diverging(ulong seed) =>
        Log(seed, at => at < 0.5 ? 1 : Math.Exp(12 * (at - 0.5)), _ => 0.2);

    /// <summary>A density's loss falls below 0 and stays there, with noise as wide as its level.</summary>
    public static TrainingHistory HealthyDensity(ulong seed) => Log(seed, _ => 1, _ => 0.2, offset: -62);

    /// <summary>The loss is not a number from a step on.</summary>
    public static TrainingHistory NonFinite(ulong seed) => Log(seed, at => at < 0.9 ? 1 : double.NaN, _ => 0.2);

    /// <summary>The loss leaves its first value within the steps of one median, and stays.</summary>
    public static TrainingHistory DivergedAtOnce(ulong seed) =>
        Log(seed, at => at == 0 ? 0.1 : Math.Min(5, 1 + 400 * at), _ => 0.2);

    /// <summary>The loss falls to the end; validations fall for a third of the run and rise from there on.</summary>
    public static TrainingHistory PastItsBest(ulong seed) =>
        Log(seed, at => 1 - 0.3 * at, _ => 0.2, validation: at => Fallen(at) + 60 * Math.Max(0, at - 1 / 3.0));

    private static double Fallen(double at) => 70 + 140 * Math.Exp(-8 * at);

    private static TrainingHistory Log(
        ulong seed,
        Func<double, double> growth,
        Func<double, double> variance,
        double offset = 0,
        Func<double, double>? validation = null)
    {
        var noise = new float[3 * Points];
        new RandomStream(seed, RandomPurpose.Synthesis, 200).FillNormal(noise);
        var validations = new List<ValidationPoint>();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            double at = (epoch + 1) / (double)Epochs;
            double value = (validation ?? Fallen)(at) + 0.3 * noise[epoch] + offset;
            validations.Add(new ValidationPoint(
                (epoch + 1) * Points / Epochs,
                epoch,
                value,
                new Dictionary<string, (double Raw, double Weight)>(),
                validations.All(earlier => value < earlier.Criterion)));
        }

        return new TrainingHistory([.. Enumerable.Range(0, Points).Select(Point)], null) { Validations = validations };

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
