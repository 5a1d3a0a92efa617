using System.Globalization;
using LatentSharp.Compute;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Tests.Reading.Planted;

namespace LatentSharp.Tests.Reading;

/// <summary>
/// Every rule against latents of known cause, through evidence arrays and the measurement: at least 98% of what was
/// planted is found, and at most 1% of what was not. A study over more seeds prints its table:
/// <c>LATENTSHARP_STUDY_SEEDS=100 LATENTSHARP_STUDY_FIRST=0 dotnet test -c Release --filter PlantedCauseTests --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
[Trait("speed", "slow")]
public class PlantedCauseTests(ITestOutputHelper output)
{
    [Fact]
    public void Planted_causes_are_found_and_no_others()
    {
        ulong first = Setting("LATENTSHARP_STUDY_FIRST", 0), seeds = Setting("LATENTSHARP_STUDY_SEEDS", 10);
        using var device = Device.Cpu(2);
        string[] single = [.. RuleBook.Rules.Select(rule => rule.Id)],
            paired = [.. RuleBook.ComparisonRules.Select(rule => rule.Id)];
        var tally = new Tally();
        for (ulong seed = first; seed < first + seeds; seed++)
        {
            foreach ((int index, Plant plant) in Plants.All.Index())
            {
                // Seeds of their own, or a chance effect would be counted once for each plant that shares it.
                var diagnosis = Diagnosis.Of(Read(plant.Of(1000 * (ulong)index + seed), device));
                tally.Add(
                    plant.Cause,
                    seed,
                    single,
                    plant.Findings,
                    [.. diagnosis.Findings.Select(finding => finding.Id)]);
            }

            foreach (
                (
                    string cause,
                    Func<ulong, (PlantedLatent Before, PlantedLatent After)> of,
                    bool onlyRescaled) in Plants.Pairs)
            {
                (PlantedLatent before, PlantedLatent after) = of(seed);
                var comparison = ReadingComparison.Of(
                    Diagnosis.Of(Read(before, device)),
                    Diagnosis.Of(Read(after, device)));
                tally.Add(
                    cause,
                    seed,
                    paired,
                    onlyRescaled ? paired : [],
                    [.. comparison.Findings.Select(finding => finding.Id).Intersect(paired)]);
            }
        }

        output.WriteLine(tally.ToString());
        Assert.True(!tally.OutOfBounds.Any(), tally.ToString());
    }

    [Fact]
    public void Planted_causes_of_categorical_latents_are_found_and_no_others()
    {
        ulong first = Setting("LATENTSHARP_STUDY_FIRST", 0), seeds = Setting("LATENTSHARP_STUDY_SEEDS", 10);
        using var device = Device.Cpu(2);
        var tally = new Tally(recall: 0.99, falseAlarms: 0.005);
        for (ulong seed = first; seed < first + seeds; seed++)
        {
            foreach ((int index, Plant plant) in Plants.Categorical.Index())
                tally.Add(
                    plant.Cause,
                    seed,
                    RuleBook.Rules.Select(rule => rule.Id),
                    plant.Findings,
                    [
                        .. Diagnosis.Of(Read(plant.Of(1_000_000 + 1000 * (ulong)index + seed), device))
                            .Findings.Select(finding => finding.Id),
                    ]);
        }

        output.WriteLine(tally.ToString());
        Assert.True(!tally.OutOfBounds.Any(), tally.ToString());
    }

    private static LatentReading Read(IPlanted latent, Device device) =>
        LatentReader.Read(latent.Evidence(), new ReadingOptions(), device);

    private static ulong Setting(string name, ulong otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
