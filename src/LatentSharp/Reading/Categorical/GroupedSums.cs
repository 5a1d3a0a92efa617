using LatentSharp.Evidence;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Categorical;

/// <summary>
/// Sums over examples in the groups of a jackknife: what is a function of all sums has a standard error by leaving each
/// group out.
/// </summary>
/// <param name="groups">Which examples belong together.</param>
/// <param name="empty">Makes room for sums.</param>
internal sealed class GroupedSums(ExampleGroups groups, Func<ValueSums> empty)
{
    private readonly ValueSums?[] parts = new ValueSums?[JackknifeGroups.Count];
    private ValueSums? all;

    /// <summary>Those of all examples, once they are added.</summary>
    public ValueSums All
    {
        get
        {
            if (all is null)
            {
                all = empty();
                foreach (ValueSums part in parts.OfType<ValueSums>())
                    all.Add(part);
            }

            return all;
        }
    }

    /// <summary>The sums that an example belongs to.</summary>
    public ValueSums Of(long row) => parts[JackknifeGroups.Of(groups[row])] ??= empty();

    /// <summary>A function of the sums.</summary>
    public Estimate Estimate(Func<ValueSums, double> statistic)
    {
        double value = statistic(All);
        return new Estimate(
            value,
            Jackknife.StandardError([
                .. parts.OfType<ValueSums>().Select(part =>
                    (All.Examples / part.Examples, value - statistic(All.Without(part)))),
            ]));
    }
}
