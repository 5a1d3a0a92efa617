namespace LatentSharp.Reading.Quantities;

/// <summary>How a reading measures what has no closed form. The analytic quantities always use every example.</summary>
public sealed record ReadingOptions
{
    /// <summary>The seed of every draw, subset and permutation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>The most examples that the estimators over pairs of examples use; at least 2. Default 2000.</summary>
    public int EstimatorExamples { get; init => field = AtLeast("estimator_examples", value, 2); } = 2000;

    /// <summary>The most examples that a probe uses; at least 2. Default 5000.</summary>
    public int ProbeExamples { get; init => field = AtLeast("probe_examples", value, 2); } = 5000;

    /// <summary>Folds of a probe's cross-validation; at least 2. Default 5.</summary>
    public int ProbeFolds { get; init => field = AtLeast("probe_folds", value, 2); } = 5;

    /// <summary>Draws of z per example in the estimate of the mutual information; at least 1. Default 8.</summary>
    public int Samples { get; init => field = AtLeast("samples", value, 1); } = 8;

    private static int AtLeast(string option, int value, int least) =>
        value >= least ? value : throw OptionException.OutOfRange(option, value, $"a whole number of at least {least}");
}
