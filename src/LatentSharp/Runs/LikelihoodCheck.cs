using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Models;

namespace LatentSharp.Runs;

/// <summary>Refuses a likelihood under which the targets have no probability.</summary>
internal static class LikelihoodCheck
{
    /// <summary>
    /// Whether every target value is 0 or 1, or a grey value that bits are drawn from, which is no target itself.
    /// </summary>
    public static bool AreBits(Dataset dataset) => dataset.Draws is not null || FindGrey(dataset.Target.Span) is null;

    /// <exception cref="OptionException">The likelihood is none for these targets.</exception>
    public static void Require(Dataset dataset, LikelihoodKind likelihood)
    {
        if (likelihood == LikelihoodKind.Bernoulli && !AreBits(dataset) && FindGrey(dataset.Target.Span) is { } grey)
        {
            throw new OptionException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"likelihood is bernoulli, but {dataset.Name} has target values such as {grey}: a Bernoulli "
                        + $"gives probability to 0 and 1 alone, so the number would be no log-likelihood. Binarise the "
                        + $"targets, or give likelihood normal_learned_scale"));
        }

        for (int row = 0; likelihood == LikelihoodKind.Categorical && row < dataset.Count; row++)
        {
            Span<float> target = dataset.Target.Row(row);
            if (target.Count(1f) != 1 || target.Count(0f) != target.Length - 1)
                throw new OptionException(
                    $"likelihood is categorical, but the target of row {row} of {dataset.Name} is not one-hot: " +
                        "give one column per class, with a single 1 in each row");
        }
    }

    private static float? FindGrey(ReadOnlySpan<float> values)
    {
        int index = values.IndexOfAnyExcept(0f, 1f);
        return index < 0 ? null : values[index];
    }
}
