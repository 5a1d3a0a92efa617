using System.Collections.Immutable;

namespace LatentSharp.Reading.Quantities;

/// <summary>
/// Whether the values of a categorical latent stand for labels, one for one: the accuracy of the likeliest value under
/// the best matching of values and labels, of the variable that has the most of it.
/// </summary>
/// <param name="Variable">The variable, counted from 0.</param>
/// <param name="Accuracy">The accuracy, with its standard error over examples.</param>
/// <param name="Chance">
/// The accuracy of the best variable under its best matching with the labels permuted: the mean over permutations, and
/// their standard deviation.
/// </param>
/// <param name="FromDraw">The accuracy of a draw of q under the same matching.</param>
/// <param name="AdjustedMutualInformation">
/// (I - E I) / ((H(z) + H(s)) / 2 - E I) of the likeliest values and the labels (Vinh, Epps and Bailey 2010).
/// </param>
/// <param name="AdjustedRandIndex">Agreement over pairs, less chance (Hubert and Arabie 1985).</param>
/// <param name="Labels">The labels, ascending, [C].</param>
/// <param name="Matching">For each value the place of its label, -1 where it has none, [K].</param>
/// <param name="Table">Examples by value and label, [K][C].</param>
/// <param name="Examples">Examples used.</param>
/// <param name="LeftOut">Examples without a label, or of a class of fewer than 5.</param>
public sealed record LabelAlignment(
    int Variable,
    Estimate Accuracy,
    Estimate Chance,
    Estimate FromDraw,
    double AdjustedMutualInformation,
    double AdjustedRandIndex,
    ImmutableArray<double> Labels,
    ImmutableArray<int> Matching,
    ImmutableArray<ImmutableArray<long>> Table,
    int Examples,
    int LeftOut);
