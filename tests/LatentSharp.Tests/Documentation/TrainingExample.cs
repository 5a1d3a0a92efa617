#region README
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Training;
#endregion

namespace LatentSharp.Tests.Documentation;

/// <summary>The C# example of the README.</summary>
internal static class TrainingExample
{
    public static void Run()
    {
        #region README
        DatasetSplit data = DatasetSplit.Of(DigitsDataset.Load(), validationFraction: 0.15, testFraction: 0.15);
        var options = new CvaeOptions { ConditionDimensions = 32, TargetDimensions = 32, Hidden = [64] };
        var model = new Cvae(options, seed: 0);
        var objective = Objective.EvidenceLowerBound(
            priorKlWeight: new LinearWarmupSchedule(1, Steps: 20), posteriorVarianceWeight: new ConstantSchedule(0));
        using var device = Device.Cpu();
        new Trainer(model, objective, new TrainingOptions { Epochs = 10 }, data, device).Run(new EpochPrinter());

        Evaluation heldOut = new Evaluator(model, objective, data.Test, seed: 0, device).Evaluate(samples: 16);
        foreach (TermValue term in heldOut.Objective.Terms)
            Console.WriteLine($"{term.Name} {term.Raw:F3}, weight {term.Weight}, {term.Role}");
        #endregion
    }

    #region README
    internal sealed class EpochPrinter : IProgress<ITrainingRecord>
    {
        public void Report(ITrainingRecord value) =>
            Console.Write(value is EpochRecord epoch ? $"J {epoch.Validation.Objective.Total:F3}\n" : "");
    }
    #endregion
}
