using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs.Configuration;
using LatentSharp.Runs.Inference;
using LatentSharp.Tensors;

namespace LatentSharp.Runs;

/// <summary>
/// A model that was trained, ready to be used: it generates y for an x, in the units of the data, and needs no training
/// data. Any number of threads may call it at once, and none waits for another. A result follows from the row, the
/// seed and the row's number alone, whatever else is computed with it.
/// </summary>
public sealed partial class TrainedModel
{
    private readonly ModelCard card;
    private readonly ModelColumns condition, target;
    private readonly ModelInference inference;

    private TrainedModel(string path, ModelFile file, ModelCard card, RunConfiguration? recorded)
    {
        (Path, this.card, Recorded) = (path, card, recorded);
        if (card.Standardization is { } map)
        {
            Require(map.ConditionMean, card.Condition, "condition");
            Require(map.TargetMean, card.Target, "target");
        }

        Model = file.Build(card.Configuration.Model);
        condition = new ModelColumns(
            "condition", card.Condition, card.Standardization?.ConditionMean, card.Standardization?.ConditionScale);
        target = new ModelColumns(
            "target", card.Target, card.Standardization?.TargetMean, card.Standardization?.TargetScale);
        inference = new ModelInference(Model, condition, target);

        void Require(Tensor mean, Fields fields, string role)
        {
            if (mean.Shape[0] != fields.Width)
                throw new DataException(
                    $"{path}: the standardisation is of {mean.Shape[0]} {role} columns, and the model has " +
                        $"{fields.Width}; the file is damaged");
        }
    }

    /// <summary>The run directory or file that the model was loaded from.</summary>
    public string Path { get; }

    /// <summary>The networks. They see rows in units of their own, as <see cref="Standardization"/> says.</summary>
    public IConditionalModel Model { get; }

    /// <summary>The shape of the networks.</summary>
    public CvaeOptions Options => card.Configuration.Model;

    /// <summary>The columns of x.</summary>
    public Fields ConditionFields => card.Condition;

    /// <summary>The columns of y.</summary>
    public Fields TargetFields => card.Target;

    /// <summary>The image that y is part of; null where it is none.</summary>
    public ImageLayout? Image => ImageLayout.Of(card.Condition, card.Target);

    /// <summary>What the networks' inputs and targets went through; null for none.</summary>
    public Standardization? Standardization => card.Standardization;

    /// <summary>The columns of z; 0 for a model without a latent.</summary>
    public int LatentDimensions => Model.Latent?.Width ?? 0;

    /// <summary>The card that the file had, or that its run's record makes.</summary>
    internal ModelCard Card => card;

    /// <summary>The configuration of the run; null where a file was loaded that has none beside it.</summary>
    internal RunConfiguration? Recorded { get; }

    /// <summary>Loads the model of a run.</summary>
    /// <param name="path">
    /// A run directory, of which the weights are those that a reading takes; or a file of weights such as
    /// <c>model.safetensors</c>, which says all that it takes to use them. A file from before that was so needs the
    /// <c>run.json</c> of its run beside it.
    /// </param>
    /// <exception cref="DataException">
    /// There is no run or file, it is damaged, or its parts do not fit together.
    /// </exception>
    /// <exception cref="OptionException">
    /// The configuration of an earlier version has a value that this one does not take.
    /// </exception>
    public static TrainedModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!RunRecord.Exists(path))
        {
            string within = System.IO.Path.Combine(path, SavedRun.EndedWeights);
            return Directory.Exists(path) && !File.Exists(within)
                ? throw new DataException(
                    $"{path}: there is neither run.json nor {SavedRun.EndedWeights}; give a run directory, or a file " +
                        "of weights")
                : LoadFile(path, Directory.Exists(path) ? within : path);
        }

        var record = RunRecord.Read(path);
        var file = ModelFile.Read(System.IO.Path.Combine(path, SavedRun.WeightsOf(path, record)));
        file.Require(record.Configuration, RunRecord.PathIn(path));
        return new TrainedModel(
            path, file, file.Card ?? ModelCard.Of(record, path, file.Standardization), record.Configuration);
    }

    /// <summary>Writes the model as one file, which <see cref="Load"/> takes anywhere.</summary>
    /// <param name="path">The file; one that exists is replaced once the new one is whole.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ModelWeights.Save(path, Model, card);

    private static TrainedModel LoadFile(string path, string weights)
    {
        var file = ModelFile.Read(weights);
        if (file.Card is { } card)
            return new TrainedModel(path, file, card, recorded: null);
        // The best weights so far lie one folder deeper than the record.
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(weights))!;
        string? run = new[] { folder, System.IO.Path.GetDirectoryName(folder) }
            .FirstOrDefault(candidate => candidate is not null && RunRecord.Exists(candidate));
        if (run is null)
            throw new DataException(
                $"{weights}: the file does not say what networks its weights are for, and there is no run.json " +
                    "beside it; give the run directory");
        var record = RunRecord.Read(run);
        return new TrainedModel(
            path, file, ModelCard.Of(record, run, file.Standardization), record.Configuration);
    }

    // Where x has no columns, rows are counted by what is asked for.
    private int RowsOf(ReadOnlySpan<float> conditions, long asked, int perRow)
    {
        if (condition.Width > 0)
        {
            int rows = conditions.Length / condition.Width;
            condition.Require(conditions.Length, rows);
            return rows;
        }

        condition.Require(conditions.Length, 0);
        return perRow == 0 ? 0 : checked((int)(asked / perRow));
    }

    private static void RequireLength(string what, int given, long expected, string shape)
    {
        if (given != expected)
            throw new ArgumentException(
                $"TrainedModel: there is room for {given} numbers of {what}; expected {expected}: {shape}.");
    }
}
