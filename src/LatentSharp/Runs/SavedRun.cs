using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Training;

namespace LatentSharp.Runs;

/// <summary>A run, opened again: its configuration, its data and the model with its best weights.</summary>
/// <param name="Path">The run directory.</param>
/// <param name="Setup">The configuration and the data.</param>
/// <param name="Model">
/// The model, with the weights of <c>model.safetensors</c>; those of the best validation so far where the run has not
/// ended well.
/// </param>
/// <param name="Failure">Why the run failed, as it recorded it; null for one that did not.</param>
public sealed record SavedRun(string Path, RunSetup Setup, IConditionalModel Model, string? Failure)
{
    private const double Bytes = 255;

    /// <summary>The weights of a run that has ended.</summary>
    internal const string EndedWeights = "model.safetensors";

    /// <summary>The file, within the run directory, that the weights are from.</summary>
    public string WeightsFile { get; init; } = EndedWeights;

    /// <summary>
    /// The number that the run failed by; null for one that did not fail, or whose version recorded words alone.
    /// </summary>
    public NonFiniteEvent? NonFinite { get; init; }

    /// <summary>The epoch of the weights, counted from 0; null where the run has not recorded it.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Whether a directory looks like a run.</summary>
    public static bool IsRun(string path) => RunRecord.Exists(path);

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="sources">The sources that are asked for its data, in this order; null for the library's.</param>
    /// <exception cref="DataException">
    /// A file of the run is missing or damaged, its data has changed, or it has kept no weights yet.
    /// </exception>
    /// <exception cref="OptionException">
    /// The recorded configuration has a value that this version does not take.
    /// </exception>
    public static SavedRun Open(string path, IReadOnlyList<IDataSource>? sources = null)
    {
        var record = RunRecord.Read(path);
        var setup = RunSetup.Load(record.Configuration, sources);
        // Earlier versions did not look for white, and took every IDX file for bytes of 0 to 255.
        if (record.Configuration.GreyMaximum is null && setup.Configuration.GreyMaximum is not (null or Bytes))
            setup = RunSetup.Load(record.Configuration with { GreyMaximum = Bytes }, sources);
        if (record.Fingerprint != setup.Source.Fingerprint)
        {
            throw new DataException(
                $"{RunRecord.PathIn(path)}: the run was trained on data with fingerprint {record.Fingerprint}, " +
                    $"and {setup.Source.Name} now has {setup.Source.Fingerprint}; restore the data, or train again");
        }

        string weights = WeightsOf(path, record);
        var file = ModelFile.Read(System.IO.Path.Combine(path, weights));
        file.Require(setup.Configuration, RunRecord.PathIn(path));
        return new SavedRun(path, setup, file.Build(setup.Configuration.Model), record.Failure)
        {
            WeightsFile = weights,
            NonFinite = record.NonFinite,
            BestEpoch = weights == EndedWeights ? record.BestEpoch : null,
        };
    }

    /// <summary>The file, within a run directory, of the weights that a run is opened with.</summary>
    /// <exception cref="DataException">It has kept none yet.</exception>
    internal static string WeightsOf(string path, RunRecord record) =>
        record.Status is "completed" or "stopped_early" ? EndedWeights : BestSoFar(path, record.Failure);

    private static string BestSoFar(string path, string? failure)
    {
        string file = System.IO.Path.Combine("checkpoints", "best.safetensors");
        if (File.Exists(System.IO.Path.Combine(path, file)))
            return file;
        throw failure is null
            ? new DataException(
                $"{path}: the run has no validation yet, and so no weights to read; wait for the first, or go on " +
                    "with the run")
            {
                Remedy = new Remedy(RemedyKind.Resume, path),
            }
            : new DataException(
                $"{path}: the run failed before its first validation, and so kept no weights to read: {failure}");
    }
}
