using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Statistics;

namespace LatentSharp.Reading.Streaming;

/// <summary>
/// How a router's output is shifted and scaled against what q finds. With u = (mu - m) / sqrt(s), b_d = mean u_d and
/// r_d = mean((u_d - b_d)^2 + v_d / s_d), shifting p by b sqrt(s) and scaling its variance by r changes an example's KL
/// by 1/2 sum_d ((u^2 + v/s) - ((u - b)^2 + v/s) / r - ln r). The constants come from one half of the examples and the
/// gain from the other, both ways: with constants of the same examples it would be up to D / N nats too high.
/// </summary>
internal static class RecalibrationEstimator
{
    /// <summary>The calibration, from sums over all examples.</summary>
    public static RouterRecalibration Estimate(PriorSums sums)
    {
        (double[] shift, double[] scale) = Constants(sums, Groups(sums));
        int[] even = [.. Groups(sums).Where(group => group % 2 == 0)],
            odd = [.. Groups(sums).Where(group => group % 2 != 0)];
        (double[] Shift, double[] Scale) fromOdd = Constants(sums, odd), fromEven = Constants(sums, even);
        // Groups are of unequal size: a weighted mean, and the error of a ratio of sums.
        double[] rows = [.. Groups(sums).Select(group => (double)sums.GroupRows[group])];
        double[] gains =
        [
            .. Groups(sums).Select(group => group % 2 == 0
                ? Gain(sums, group, fromOdd.Shift, fromOdd.Scale)
                : Gain(sums, group, fromEven.Shift, fromEven.Scale)),
        ];
        double all = rows.Sum(), gain = gains.Sum() / all;
        double squares = rows.Zip(gains, (n, total) => Math.Pow(total - n * gain, 2)).Sum();
        int count = rows.Length;
        double error = Math.Sqrt(squares * count / Math.Max(count - 1, 1)) / all;
        return new RouterRecalibration(
            shift,
            scale,
            new Estimate(gain, double.IsNaN(error) ? double.PositiveInfinity : error));
    }

    private static IEnumerable<int> Groups(PriorSums sums)
    {
        for (int group = 0; group < JackknifeGroups.Count; group++)
        {
            if (sums.GroupRows[group] > 0)
                yield return group;
        }
    }

    private static (double[] Shift, double[] Scale) Constants(PriorSums sums, IEnumerable<int> groups)
    {
        double[] shift = new double[sums.Dimensions], scale = new double[sums.Dimensions];
        double rows = 0;
        foreach (int group in groups)
        {
            rows += sums.GroupRows[group];
            for (int d = 0; d < shift.Length; d++)
            {
                shift[d] += sums.Shifts(group)[d];
                scale[d] += sums.Scales(group)[d];
            }
        }

        for (int d = 0; d < shift.Length; d++)
        {
            shift[d] /= rows;
            scale[d] = scale[d] / rows - shift[d] * shift[d];
        }

        return (shift, scale);
    }

    // The sum over a group's examples.
    private static double Gain(PriorSums sums, int group, double[] shift, double[] scale)
    {
        ReadOnlySpan<double> u = sums.Shifts(group), squares = sums.Scales(group);
        double rows = sums.GroupRows[group], gain = 0;
        for (int d = 0; d < shift.Length; d++)
        {
            double shifted = squares[d] - 2 * shift[d] * u[d] + rows * shift[d] * shift[d];
            gain += 0.5 * (squares[d] - shifted / scale[d] - rows * Math.Log(scale[d]));
        }

        return gain;
    }
}
