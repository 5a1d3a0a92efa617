using LatentSharp.Autodiff;
using LatentSharp.Optimization;
using LatentSharp.Tensors;

namespace LatentSharp.Training;

/// <summary>
/// All that the next step of a training depends on, beside its configuration and data. Schedules, random streams and
/// the order of examples are functions of the seed and of the positions here.
/// </summary>
public sealed class TrainingState
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Adam optimizer;
    private readonly WeightSnapshot bestWeights;

    internal TrainingState(IReadOnlyList<Parameter> parameters, Adam optimizer)
    {
        (this.parameters, this.optimizer) = (parameters, optimizer);
        bestWeights = new WeightSnapshot(parameters);
    }

    /// <summary>Steps taken; also the updates of the optimizer.</summary>
    public long Step
    {
        get => optimizer.Updates;
        internal set => optimizer.Updates = value;
    }

    /// <summary>Epochs that have ended with a validation; the current epoch, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Batches of the current epoch that were trained on.</summary>
    public int Batch { get; internal set; }

    /// <summary>Epochs since the best one that count towards early stopping.</summary>
    public int EpochsWithoutBetter { get; internal set; }

    /// <summary>The epoch with the best validation objective; null before the first.</summary>
    public EpochRecord? Best { get; internal set; }

    /// <summary>Every return to a checkpoint so far.</summary>
    public IReadOnlyList<RollbackRecord> Rollbacks { get; internal set; } = [];

    /// <summary>
    /// The tensors of the state, by the names of saved files: weights, Adam's moments, and after the first validation
    /// the best weights. They are the ones that training works on, not copies.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> Tensors => TensorsWith(best: Best is not null);

    /// <summary>The tensors of a state that has, or has not, a best epoch.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> TensorsWith(bool best)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            string name = parameters[i].Name;
            yield return (name, parameters[i].Value);
            yield return ($"adam.first_moment.{name}", optimizer.FirstMoments[i]);
            yield return ($"adam.second_moment.{name}", optimizer.SecondMoments[i]);
            if (best)
                yield return ($"best.{name}", bestWeights.Values[i]);
        }
    }

    /// <summary>The first tensor of the state that is not finite; null where all are.</summary>
    internal string? FirstNonFinite => Tensors.FirstOrDefault(entry => !entry.Tensor.IsFinite).Name;

    /// <summary>Takes the model's weights for the best ones.</summary>
    internal void KeepBest(EpochRecord best)
    {
        Best = best;
        bestWeights.Update();
    }

    /// <summary>Gives the model its best weights, where there are any.</summary>
    internal void RestoreBestWeights()
    {
        if (Best is not null)
            bestWeights.Restore();
    }
}
