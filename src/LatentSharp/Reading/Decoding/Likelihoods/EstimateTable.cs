using LatentSharp.Compute;
using LatentSharp.Compute.Threads;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Decoding.Likelihoods;

/// <summary>Every estimator's value of every example, filled block by block.</summary>
internal sealed class EstimateTable(int examples, IReadOnlyList<int> samples)
{
    private readonly double[] negativeElbo = new double[examples],
        meanLog = new double[examples];
    private readonly double[][] router = [.. samples.Select(_ => new double[examples])],
        importance = [.. samples.Select(_ => new double[examples])];
    private readonly ImportanceWeights[] routerWeights = new ImportanceWeights[examples],
        importanceWeights = new ImportanceWeights[examples];

    private int Most => samples[^1];

    /// <summary>A column for each estimator and S.</summary>
    public IReadOnlyList<EstimatorColumn> Estimators =>
    [
        new(LikelihoodEstimator.NegativeElbo, Most, 1, [.. negativeElbo]),
        .. Columns(LikelihoodEstimator.RouterMonteCarlo, router),
        .. Columns(LikelihoodEstimator.Importance, importance),
        new(LikelihoodEstimator.MeanLogLikelihood, Most, 1, [.. meanLog]),
    ];

    /// <summary>A column for either kind of weights.</summary>
    public IReadOnlyList<WeightColumn> Weights =>
        [
            Column(LikelihoodEstimator.RouterMonteCarlo, routerWeights),
            Column(LikelihoodEstimator.Importance, importanceWeights),
        ];

    /// <summary>Summarises a block's weights, which are sorted in place.</summary>
    public void Summarize(BlockWeights block, int start, int count, Device device)
    {
        var job = new SummaryJob { Table = this, Block = block, Start = start };
        device.Run(ref job, count);
    }

    private IEnumerable<EstimatorColumn> Columns(LikelihoodEstimator estimator, double[][] columns) =>
        samples.Zip(columns, (count, values) => new EstimatorColumn(estimator, count, Most / count, [.. values]));

    private WeightColumn Column(LikelihoodEstimator estimator, ImportanceWeights[] weights) =>
        new(
            estimator,
            Most,
            [.. weights.Select(weight => weight.EffectiveSampleSize)],
            [.. weights.Select(weight => weight.TailIndex ?? double.NaN)]);

    private void Summarize(BlockWeights block, int start, int example)
    {
        Span<double> posterior = block.Posterior.AsSpan(example * Most, Most),
            prior = block.Router.AsSpan(example * Most, Most);
        int place = start + example;
        negativeElbo[place] = block.Reconstruction[example] + block.Divergence[example];
        meanLog[place] = -Sums.Of(prior) / Most;
        for (int i = 0; i < samples.Count; i++)
        {
            router[i][place] = -LogMeanExp.OfGroups(prior, samples[i]);
            importance[i][place] = -LogMeanExp.OfGroups(posterior, samples[i]);
        }

        routerWeights[place] = ImportanceWeights.Of(prior);
        importanceWeights[place] = ImportanceWeights.Of(posterior);
    }

    private struct SummaryJob : IShardedJob
    {
        public EstimateTable Table;
        public BlockWeights Block;
        public int Start;

        public readonly void Run(int shard) => Table.Summarize(Block, Start, shard);
    }
}
