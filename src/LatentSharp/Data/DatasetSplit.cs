using System.Globalization;
using LatentSharp.Compute.Randomness;

namespace LatentSharp.Data;

/// <summary>Three disjoint parts of a data set that together hold every example once.</summary>
/// <param name="Train">The examples that the parameters are fitted to.</param>
/// <param name="Validation">The examples that choices are made by.</param>
/// <param name="Test">The examples that are reported on.</param>
public sealed record DatasetSplit(Dataset Train, Dataset Validation, Dataset Test)
{
    /// <summary>
    /// Splits at random, but by the data alone: the order is that of seed 0, so that runs with different seeds are held
    /// against the same examples. The test part is taken first and does not move when the validation part is resized.
    /// Images that are binarised anew in every epoch are drawn once for validation and test.
    /// </summary>
    /// <param name="dataset">The data.</param>
    /// <param name="validationFraction">The validation part, above 0; its size is rounded to the nearest count.</param>
    /// <param name="testFraction">The test part, above 0; with the validation part, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is outside its range.</exception>
    /// <exception cref="DataException">A part would be left without an example.</exception>
    public static DatasetSplit Of(Dataset dataset, double validationFraction, double testFraction)
    {
        CheckFraction(validationFraction, nameof(validationFraction));
        CheckFraction(testFraction, nameof(testFraction));
        if (validationFraction + testFraction >= 1)
            throw new ArgumentOutOfRangeException(nameof(validationFraction), string.Create(
                CultureInfo.InvariantCulture,
                $"DatasetSplit: validation fraction {validationFraction} and test fraction {testFraction} leave "
                    + $"nothing to train on; their sum must be below 1."));

        int test = (int)Math.Round(dataset.Count * testFraction, MidpointRounding.AwayFromZero);
        int validation = (int)Math.Round(dataset.Count * validationFraction, MidpointRounding.AwayFromZero);
        int train = dataset.Count - validation - test;
        if (train < 1 || validation < 1 || test < 1)
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Name}: {dataset.Count} examples split into {train} for training, {validation} for "
                    + $"validation and {test} for testing; each part needs at least one: give more rows, or other "
                    + $"fractions than {validationFraction} and {testFraction}."));

        ReadOnlySpan<int> order = new RandomStream(0, RandomPurpose.Split).Permutation(dataset.Count);
        return new DatasetSplit(
            dataset.Subset(order[(test + validation)..]),
            dataset.Subset(order.Slice(test, validation)).DrawnOnce(),
            dataset.Subset(order[..test]).DrawnOnce());
    }

    /// <summary>
    /// Splits data whose last examples are a test part of its own. The order stays: the validation part is the end of
    /// the examples before them.
    /// </summary>
    /// <param name="dataset">The data; the training part shares its values.</param>
    /// <param name="testCount">How many examples the test part has.</param>
    /// <param name="validationFraction">
    /// The validation part as a share of the other examples, above 0 and below 1; its size is rounded to the nearest
    /// count.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction or the count is outside its range.</exception>
    /// <exception cref="DataException">A part would be left without an example.</exception>
    public static DatasetSplit WithOwnTest(Dataset dataset, int testCount, double validationFraction)
    {
        CheckFraction(validationFraction, nameof(validationFraction));
        ArgumentOutOfRangeException.ThrowIfLessThan(testCount, 1);
        int others = dataset.Count - testCount;
        int validation = (int)Math.Round(others * validationFraction, MidpointRounding.AwayFromZero);
        int train = others - validation;
        if (train < 1 || validation < 1)
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset.Name}: {others} examples beside the test part split into {train} for training and "
                    + $"{validation} for validation; each part needs at least one: give another fraction than "
                    + $"{validationFraction}."));
        return new DatasetSplit(
            dataset.Range(0, train),
            dataset.Range(train, validation).DrawnOnce(),
            dataset.Range(others, testCount).DrawnOnce());
    }

    private static void CheckFraction(double fraction, string name)
    {
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(name, string.Create(
                CultureInfo.InvariantCulture,
                $"DatasetSplit: the {(name == "testFraction" ? "test" : "validation")} fraction is {fraction}; it must "
                    + $"lie above 0 and below 1."));
    }
}
