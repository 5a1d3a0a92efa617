using LatentSharp.Compute;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;

namespace LatentSharp.Tests.Reading.Categorical;

public sealed class CategoricalReaderTests
{
    private const int Examples = 300;

    [Theory]
    [InlineData(1, 5, false)]
    [InlineData(3, 4, false)]
    [InlineData(2, 3, true)]
    public void Quantities_are_what_brute_force_makes_of_the_definitions(int variables, int values, bool grouped)
    {
        int width = variables * values;
        double[] q = Normal(1, Examples * width), p = Normal(2, Examples * width);
        double[]? groups = grouped ? [.. Enumerable.Range(0, Examples).Select(n => n / 7.0).Select(Math.Floor)] : null;
        LatentQuantities quantities = Read(ValuesOf.Logits(width, q, p, groups: groups, variables: variables));

        double posterior = 0, prior = 0, divergence = 0, cross = 0, agreement = 0, confidence = 0;
        double[] meanQ = new double[width], meanP = new double[width], perVariable = new double[variables];
        for (int n = 0; n < Examples; n++)
        {
            for (int m = 0; m < variables; m++)
            {
                int start = n * width + m * values;
                double[] own = Softmax(q[start..(start + values)]), given = Softmax(p[start..(start + values)]);
                int likeliest = Array.IndexOf(given, given.Max());
                agreement += own[likeliest] / Examples / variables;
                confidence += given[likeliest] / Examples / variables;
                for (int k = 0; k < values; k++)
                {
                    posterior -= own[k] * Math.Log(own[k]) / Examples;
                    prior -= given[k] * Math.Log(given[k]) / Examples;
                    cross -= own[k] * Math.Log(given[k]) / Examples;
                    divergence += own[k] * Math.Log(own[k] / given[k]) / Examples;
                    perVariable[m] += own[k] * Math.Log(own[k] / given[k]) / Examples;
                    meanQ[m * values + k] += own[k] / Examples;
                    meanP[m * values + k] += given[k] / Examples;
                }
            }
        }

        double marginal = meanQ.Sum(share => -share * Math.Log(share)),
            routed = meanP.Sum(share => -share * Math.Log(share));
        Equal(posterior, quantities.PosteriorEntropy.Value!.Value.Value);
        Equal(Math.Exp(posterior / variables), quantities.PosteriorEntropy.Value.EffectiveValues);
        Equal(prior, quantities.PriorEntropy.Value!.Value.Value);
        Equal(divergence, quantities.PriorKl.Value!.Total.Value);
        Assert.All(
            perVariable.Zip(quantities.PriorKl.Value.PerVariable!.Value),
            pair => Equal(pair.First, pair.Second));
        Equal(marginal - posterior, quantities.MutualInformation.Value!.Value.Value);
        Equal(variables * Math.Log(values), quantities.MutualInformation.Value.Ceiling);
        Equal(Math.Exp(marginal / variables), quantities.Usage.Value!.EffectiveValues.Value);
        Equal(Math.Exp(routed / variables), quantities.Usage.Value.EffectivePriorValues!.Value);
        Equal(variables * Math.Log(values) - routed, quantities.RouterMarginalKl.Value!.Value);
        Equal(
            meanQ.Zip(meanP, (own, given) => own * Math.Log(own / given)).Sum(),
            quantities.AggregateGap.Value!.Value.Value);
        Equal(1 - cross / marginal, quantities.RouterSkill.Value!.Value.Value);
        Equal(agreement, quantities.RouterSkill.Value.Agreement.Value);
        Equal(confidence, quantities.RouterSkill.Value.Confidence);
        Assert.Equal(Examples * variables, quantities.RouterSkill.Value.Bins.Sum(bin => bin.Count));

        // What a Gaussian has is not there.
        Assert.Equal("a gaussian latent", quantities.PosteriorVariance.Needs);
        Assert.Equal("labels", quantities.Alignment.Needs);
    }

    [Fact]
    public void Error_bars_cover_the_truth_and_are_as_wide_as_estimates_scatter()
    {
        // q is certain with probability 1/2 and even otherwise; its value is 0 with probability 0.85 and else 1.
        const double share = 0.85;
        const int examples = 2000;
        double entropy = 0.5 * Math.Log(2), mean = 0.5 * share + 0.25,
            marginal = -mean * Math.Log(mean) - (1 - mean) * Math.Log(1 - mean);
        Coverage.Check(entropy, seed => Drawn(seed).PosteriorEntropy.Value!.Value);
        Coverage.Check(marginal - entropy, seed => Drawn(seed).MutualInformation.Value!.Value, below: 0.002);
        Coverage.Check(Math.Exp(marginal), seed => Drawn(seed).Usage.Value!.EffectiveValues, below: 0.01);

        LatentQuantities Drawn(ulong seed)
        {
            var uniform = new float[2 * examples];
            new RandomStream(seed, RandomPurpose.Synthesis, 9).FillUniform(uniform);
            var logits = new double[2 * examples];
            for (int n = 0; n < examples; n++)
            {
                if (uniform[n] < 0.5f)
                    logits[2 * n + (uniform[examples + n] < share ? 1 : 0)] = double.NegativeInfinity;
            }

            return Read(ValuesOf.Logits(2, logits));
        }
    }

    [Fact]
    public void Examples_of_a_group_count_as_one_for_the_error()
    {
        double[] once = Normal(3, 40 * 3),
            thrice = [.. once.Chunk(3).SelectMany(row => (double[])[.. row, .. row, .. row])];
        double[] groups = [.. Enumerable.Range(0, 120).Select(n => Math.Floor(n / 3.0))];
        Estimate alone = Read(ValuesOf.Logits(3, once)).MutualInformation.Value!.Value,
            grouped = Read(ValuesOf.Logits(3, thrice, groups: groups)).MutualInformation.Value!.Value;
        Equal(alone.Value, grouped.Value);
        Assert.Equal(alone.StandardError, grouped.StandardError, 0.1 * alone.StandardError);
    }

    [Fact]
    public void A_calibrated_router_has_no_calibration_error_beyond_chance_and_an_over_confident_one_has()
    {
        // q is certain of a value that is drawn from the router.
        double[] prior = Normal(4, 4000 * 4), posterior = new double[prior.Length];
        Array.Fill(posterior, double.NegativeInfinity);
        var uniform = new float[4000];
        new RandomStream(1, RandomPurpose.Synthesis, 8).FillUniform(uniform);
        for (int n = 0; n < 4000; n++)
        {
            double[] given = Softmax(prior[(4 * n)..(4 * n + 4)]);
            int k = 0;
            for (double sum = given[0]; sum < uniform[n] && k < 3; sum += given[k])
                k++;
            posterior[4 * n + k] = 0;
        }

        RouterSkill calibrated = Read(ValuesOf.Logits(4, posterior, prior)).RouterSkill.Value!,
            confident = Read(ValuesOf.Logits(4, posterior, [.. prior.Select(logit => 3 * logit)])).RouterSkill.Value!;
        Assert.InRange(calibrated.CalibrationError, 0, 2 * calibrated.CalibrationErrorByChance);
        Assert.True(confident.CalibrationError > 10 * confident.CalibrationErrorByChance);
        Assert.True(confident.Confidence > confident.Agreement.Value);
        Assert.InRange(calibrated.Value.Value, 0.1, 1);
        Assert.True(confident.Value.Value < calibrated.Value.Value);
    }

    [Fact]
    public void A_prior_that_makes_impossible_what_q_takes_is_named()
    {
        double[] q = [0, 0, 0, 0, 0, 0], p = [0, 0, 0, double.NegativeInfinity, 0, 0];
        LatentQuantities quantities = Read(ValuesOf.Logits(2, q, p));
        const string needs = "a prior under which all that q takes is possible; row 1 (counted from 0) of prior_logits "
            + "gives some of it the probability 0";
        Assert.Equal(needs, quantities.PriorKl.Needs);
        Assert.Equal(needs, quantities.AggregateGap.Needs);
        Assert.Equal(needs, quantities.RouterSkill.Needs);
        Equal(Math.Log(2) * 2 / 3, quantities.PriorEntropy.Value!.Value.Value);

        // Where q does not take it either, nothing is wrong.
        Assert.True(Read(ValuesOf.Logits(2, p, p)).PriorKl.IsMeasured);
    }

    [Fact]
    public void A_uniform_prior_routes_nothing_and_without_one_it_is_said_what_is_missing()
    {
        double[] q = Normal(5, 60);
        LatentReading fixedPrior = Reading(ValuesOf.Logits(3, q, new double[60]));
        Assert.True(fixedPrior.PriorIsStandard);
        Assert.Equal(
            "a learned router; this prior is uniform for every example",
            fixedPrior.Quantities.RouterSkill.Needs);
        LatentReading bare = Reading(ValuesOf.Logits(3, q));
        Assert.Null(bare.PriorIsStandard);
        Assert.All(
            new[]
            {
                bare.Quantities.PriorKl.Needs, bare.Quantities.AggregateGap.Needs, bare.Quantities.RouterSkill.Needs,
                bare.Quantities.PriorEntropy.Needs, bare.Quantities.RouterMarginalKl.Needs,
            },
            needs => Assert.Equal("prior_logits", needs));
        Assert.Equal(("categorical", 1, 3), (bare.Family.Name, bare.Dimensions, bare.Values));
    }

    [Fact]
    public void Values_that_nothing_takes_are_listed()
    {
        ValueUsage usage = Read(ValuesOf.Certain(4, [0, 2, 0, 2, 2])).Usage.Value!;
        Assert.Equal([1, 3], usage.Unused);
        Assert.Equal([0.4, 0, 0.6, 0], usage.Posterior);
        Assert.Equal((4, 5), (usage.Values, usage.Independent));
    }

    [Fact]
    public void Log_ratios_are_held_against_the_logits()
    {
        double[] q = Normal(6, 400), p = Normal(7, 400), ratios = new double[200];
        var uniform = new float[200];
        new RandomStream(2, RandomPurpose.Synthesis, 8).FillUniform(uniform);
        for (int n = 0; n < 200; n++)
        {
            double[] own = Softmax(q[(2 * n)..(2 * n + 2)]), given = Softmax(p[(2 * n)..(2 * n + 2)]);
            int k = uniform[n] < own[0] ? 0 : 1;
            ratios[n] = Math.Log(given[k] / own[k]);
        }

        Assert.DoesNotContain(Findings(ratios), finding => finding == "LS0001");
        Assert.Contains(Findings([.. ratios.Select(ratio => -ratio)]), finding => finding == "LS0001");

        IEnumerable<string> Findings(double[] given) =>
            Diagnosis.Of(Reading(new LatentEvidence(
                "test",
                EvidenceFamily.Categorical,
                new Dictionary<EvidenceRole, IEvidenceArray>
                {
                    [EvidenceRole.PosteriorLogits] = new MemoryArray("posterior_logits", q, 2),
                    [EvidenceRole.PriorLogits] = new MemoryArray("prior_logits", p, 2),
                    [EvidenceRole.LogRatioPosterior] = new MemoryArray("log_ratio_posterior", given, 1),
                }))).Findings.Select(finding => finding.Id);
    }

    [Theory]
    [InlineData(
        new[] { 0, 1, double.NaN, 0 },
        "posterior_logits, row 1, column 0: NaN (counted from 0) is no logit; a logit is a number, or -inf where a "
            + "value is impossible: leave the example out, or find out why the model gave it")]
    [InlineData(
        new[] { 0, 1, 2, double.PositiveInfinity },
        "posterior_logits, row 1, column 1: \u221E (counted from 0) is no logit; a logit is a number, or -inf where a "
            + "value is impossible: leave the example out, or find out why the model gave it")]
    [InlineData(
        new[] { 0, 1, double.NegativeInfinity, double.NegativeInfinity },
        "posterior_logits, row 1 (counted from 0) makes all values impossible; one at least must be possible: leave "
            + "the example out, or find out what masked them all")]
    [InlineData(
        new[] { 0.25, 0.75, 0.5, 0.5 },
        "posterior_logits holds probabilities: all are from 0 to 1, and those of each row add up to 1; give them as "
            + "posterior_probabilities, or the logits")]
    public void Logits_that_are_none_are_refused(double[] logits, string message)
    {
        string refusal = Assert.Throws<DataException>(() => Read(ValuesOf.Logits(2, logits))).Message;
        Assert.Equal("test: " + message.Replace("\u221E", "Infinity", StringComparison.Ordinal), refusal);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 2)]
    public void Columns_are_two_values_or_more_of_each_variable(int columns, int variables) =>
        Assert.Equal(
            $"test: posterior_logits has {columns} columns, which are not two values or more of each of {variables} "
                + "variables; give [examples, variables, values]",
            Assert.Throws<DataException>(() => Read(ValuesOf.Logits(
                columns,
                new double[4 * columns],
                variables: variables))).Message);

    private static LatentReading Reading(LatentEvidence evidence)
    {
        using var device = Device.Cpu(1);
        return LatentReader.Read(evidence, new ReadingOptions(), device);
    }

    private static LatentQuantities Read(LatentEvidence evidence) => Reading(evidence).Quantities;

    private static void Equal(double expected, double actual) => Assert.Equal(expected, actual, 1e-10);

    private static double[] Softmax(double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    private static double[] Normal(ulong step, int count)
    {
        var values = new float[count];
        new RandomStream(1, RandomPurpose.Synthesis, step).FillNormal(values);
        return [.. values.Select(value => 2.0 * value)];
    }
}
