using LatentSharp.Compute;
using LatentSharp.Objectives;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Runs.Configuration;
using LatentSharp.Tests.Training;
using LatentSharp.Training;

namespace LatentSharp.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(TrainerTests.Models), MemberType = typeof(TrainerTests))]
    public void Every_model_ends_with_the_terms_of_its_objective_on_held_out_examples(string settings)
    {
        (RunConfiguration configuration, Evaluation heldOut) = Run(settings.Split(','));
        Assert.Equal(
            configuration.Objective.Terms.Select(weighted => weighted.Term.Info.Name),
            heldOut.Objective.Terms.Select(term => term.Name));
        Assert.All(heldOut.Objective.Terms, term => Assert.True(double.IsFinite(term.Raw), term.Name));
    }

    [Fact]
    public void The_held_out_bound_is_of_as_many_draws_as_training_took()
    {
        Evaluation heldOut = Run("importance_samples=64").HeldOut;
        double bound = heldOut.Objective[ImportanceWeightedBound.TermName].Raw;
        double negativeElbo = heldOut.Objective[Reconstruction.TermName].Raw + heldOut.Objective[PriorKl.TermName].Raw;
        Assert.True(bound < negativeElbo - 0.01, $"{bound} nats with 64 draws, {negativeElbo} the negative ELBO");
    }

    private (RunConfiguration Configuration, Evaluation HeldOut) Run(params string[] settings)
    {
        string table = Path.Combine(folder.FullName, "table.csv");
        SineTable.Write(table);
        RunConfiguration configuration = (
            SineTable.Task(table) with
            {
                Training = new TrainingOptions
                {
                    Epochs = 2,
                    BatchSize = 16,
                    LearningRate = 0.01,
                },
            }
        ).With(settings);
        RunSetup setup = RunSetup.Load(configuration);
        using var device = Device.Cpu(1);
        return (
            setup.Configuration,
            TrainingRun.Execute(setup, new RunOptions(Path.Combine(folder.FullName, "run")), device).HeldOut!);
    }
}
