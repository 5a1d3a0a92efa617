using System.Globalization;
using System.Security.Cryptography;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Runs;

/// <summary>
/// The checkpoints of a run: step-N.safetensors, then step-N.json. The newest, the scheduled one before it, and every
/// so many steps one more are kept. A newer one is on the disk before an older one goes.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="isScheduled">
/// Whether a run that is never stopped has a checkpoint at a step that is not its last. One that a stop left goes when
/// a newer one is there, or a run that was stopped would keep other files than one that was not.
/// </param>
/// <param name="keepEverySteps">Checkpoints at multiples of this step are never removed; null keeps none.</param>
internal sealed class CheckpointFolder(string path, Func<long, bool> isScheduled, long? keepEverySteps)
{
    private const string Prefix = "step-";

    /// <summary>Writes a checkpoint, and removes those that are no longer needed.</summary>
    /// <exception cref="IOException">It cannot be written; those there are stay.</exception>
    public void Save(TrainingState state, long metricsBytes)
    {
        string tensors = TensorsPath(state.Step);
        using SHA256 hash = SHA256.Create();
        AtomicFile.Write(
            tensors,
            stream =>
            {
                using var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true);
                SafetensorsFile.Write(
                    hashed,
                    [.. state.Tensors],
                    new Dictionary<string, string> { ["format"] = Checkpoint.Schema }
                );
            }
        );
        var checkpoint = Checkpoint.Of(state, metricsBytes, Convert.ToHexStringLower(hash.Hash!));
        AtomicFile.Write(PositionsPath(state.Step), checkpoint.Write);
        Prune(state.Step);
    }

    /// <summary>Brings back the newest checkpoint that is whole.</summary>
    /// <param name="state">The state, of a model of the same shape.</param>
    /// <param name="metricsBytes">
    /// The length of metrics.jsonl; a checkpoint beyond it has lost lines of its log.
    /// </param>
    /// <param name="damaged">Hears why a newer checkpoint was passed over.</param>
    /// <returns>The checkpoint; null where the folder has none.</returns>
    /// <exception cref="DataException">There are checkpoints, and none of them is whole.</exception>
    /// <exception cref="OptionException">The checkpoint is of a model of another shape.</exception>
    public Checkpoint? Restore(TrainingState state, long metricsBytes, Action<DataException> damaged)
    {
        DataException? first = null;
        foreach (long step in Steps())
        {
            try
            {
                (Checkpoint checkpoint, SafetensorsFile tensors) = Load(step, metricsBytes);
                Apply(checkpoint, tensors, state, TensorsPath(step));
                return checkpoint;
            }
            catch (DataException failure)
            {
                first ??= failure;
                damaged(failure);
            }
        }

        return first is null
            ? null
            : throw new DataException(
                $"{path}: no checkpoint is whole: {first.Message}; remove the run directory to train anew",
                first);
    }

    /// <summary>Removes what a run that was cut off left half-written.</summary>
    public void Clean()
    {
        AtomicFile.RemoveTemporaries(path);
        HashSet<long> whole = [.. Steps()];
        foreach (string file in Directory.EnumerateFiles(path, $"{Prefix}*.safetensors"))
        {
            if (StepOf(file) is { } step && !whole.Contains(step))
                File.Delete(file);
        }
    }

    private (Checkpoint Checkpoint, SafetensorsFile Tensors) Load(long step, long metricsBytes)
    {
        var checkpoint = Checkpoint.Read(PositionsPath(step));
        string file = TensorsPath(step);
        using (FileStream stream = DataFile.Open(file))
        {
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) != checkpoint.TensorsHash)
                throw new DataException(
                    $"{file}: the content is not what was written (another SHA-256); the file is damaged");
        }

        if (checkpoint.MetricsBytes > metricsBytes)
        {
            throw new DataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PositionsPath(step)}: metrics.jsonl had {checkpoint.MetricsBytes} bytes and now has "
                        + $"{metricsBytes}; lines of it are lost"));
        }

        return (checkpoint, SafetensorsFile.Read(file));
    }

    private static void Apply(Checkpoint checkpoint, SafetensorsFile tensors, TrainingState state, string file)
    {
        (string Name, Tensor Tensor)[] expected = [.. state.TensorsWith(best: checkpoint.Best is not null)];
        foreach ((string name, Tensor tensor) in expected)
        {
            if (!tensors.Contains(name) || tensors[name].Shape != tensor.Shape)
            {
                throw new OptionException(
                    $"{file}: {name} has shape {(tensors.Contains(name) ? tensors[name].Shape : "none")}, and " +
                        $"the configuration makes it {tensor.Shape}; "
                    + "a resumed run keeps the shape of its model: train anew in another run directory")
                {
                    Remedy = new Remedy(RemedyKind.AnotherRunDirectory),
                };
            }
        }

        checkpoint.ApplyTo(state);
        foreach ((string name, Tensor tensor) in expected)
            tensors[name].Span.CopyTo(tensor.Span);
    }

    // Whatever is newer than the state belongs to a future that was given up. The positions go first: a checkpoint
    // without them does not exist.
    private void Prune(long newest)
    {
        long? before = Steps().Cast<long?>().FirstOrDefault(step => step < newest && isScheduled(step!.Value));
        foreach (
            long step in Steps()
                .Where(step =>
                    step != newest && step != before && !(step > 0 && step < newest && step % keepEverySteps == 0)))
        {
            File.Delete(PositionsPath(step));
            File.Delete(TensorsPath(step));
        }
    }

    // Newest first.
    private long[] Steps() =>
        [.. Directory.EnumerateFiles(path, $"{Prefix}*.json").Select(StepOf).OfType<long>().OrderDescending()];

    private static long? StepOf(string file) =>
        long.TryParse(
            Path.GetFileNameWithoutExtension(file)[Prefix.Length..],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long step)
            ? step
            : null;

    // Ten digits, so that a listing is in order.
    private string PositionsPath(long step) =>
        Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D10}.json"));

    private string TensorsPath(long step) => Path.ChangeExtension(PositionsPath(step), ".safetensors");
}
