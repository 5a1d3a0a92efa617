using LatentSharp.Tensors;
using LatentSharp.Training;

namespace LatentSharp.Tests.Training;

/// <summary>Keeps every state in memory.</summary>
internal sealed class MemoryCheckpoints : ICheckpointStore
{
    public List<Kept> All { get; } = [];

    public void Save(TrainingState state) => All.Add(new Kept(
        state.Step, state.Epoch, state.Batch, state.EpochsWithoutBetter, state.Best, state.Rollbacks,
        state.Tensors.ToDictionary(entry => entry.Name, entry => entry.Tensor.Copy())));

    public void Restore(TrainingState state) => All[^1].ApplyTo(state);

    /// <summary>A state that was saved.</summary>
    public sealed record Kept(
        long Step,
        int Epoch,
        int Batch,
        int EpochsWithoutBetter,
        EpochRecord? Best,
        IReadOnlyList<RollbackRecord> Rollbacks,
        Dictionary<string, Tensor> Tensors)
    {
        public void ApplyTo(TrainingState state)
        {
            (state.Step, state.Epoch, state.Batch, state.EpochsWithoutBetter, state.Best, state.Rollbacks) = (
                Step,
                Epoch,
                Batch,
                EpochsWithoutBetter,
                Best,
                Rollbacks);
            foreach ((string name, Tensor tensor) in state.Tensors)
                Tensors[name].Span.CopyTo(tensor.Span);
        }
    }
}
