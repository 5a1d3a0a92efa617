using System.Globalization;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;

namespace LatentSharp.Tests.Evidence;

public sealed class EvidenceLayoutTests : IDisposable
{
    private static readonly byte[] Matrix = Floats("(3, 2)", 1, 2, 3, 4, 5, 6);
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("(2,)")]
    [InlineData("(1, 2)")]
    public void A_prior_for_all_examples_is_given_once(string shape)
    {
        using EvidenceFile file = Open(("prior_mean", Floats(shape, 7, 8)), ("prior_logvar", Floats("()", 0.5f)));
        Assert.Equal([7, 8, 7, 8, 7, 8], Values(file.Evidence.PriorMean!));
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 0.5, 0.5], Values(file.Evidence.PriorLogVariance!));
    }

    [Fact]
    public void Of_one_dimension_a_vector_is_a_number_for_each_example_and_a_single_one_is_for_all()
    {
        byte[] vector = Floats("(3,)", 1, 2, 3);
        string path = Npz(
            ("posterior_mean", vector), ("posterior_logvar", vector), ("prior_mean", vector),
            ("prior_logvar", Floats("(1,)", 4)));
        using var file = EvidenceFile.Open(path);
        Assert.Equal([1, 2, 3], Values(file.Evidence.PriorMean!));
        Assert.Equal([4, 4, 4], Values(file.Evidence.PriorLogVariance!));
    }

    [Fact]
    public void Standard_deviations_and_variances_stand_for_log_variances()
    {
        string path = Npz(
            ("posterior_mean", Matrix), ("posterior_std", Matrix), ("prior_mean", Matrix), ("prior_variance", Matrix));
        using var file = EvidenceFile.Open(path);
        double[] deviations = Values(file.Evidence.PosteriorLogVariance),
            variances = Values(file.Evidence.PriorLogVariance!);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(2 * Math.Log(i + 1), deviations[i], 12);
            Assert.Equal(Math.Log(i + 1), variances[i], 12);
        }

        Assert.Empty(file.Unused);
    }

    [Fact]
    public void A_standard_deviation_that_is_none_is_named_with_its_place()
    {
        string path = Npz(("posterior_mean", Matrix), ("posterior_std", Floats("(3, 2)", 1, 2, 3, 0, 5, 6)));
        using var file = EvidenceFile.Open(path);
        Assert.Equal(
            "posterior_std: row 1, column 1 holds 0; a standard deviation is above 0: save it before rounding, or "
                + "give the log-variance",
            Assert.Throws<DataException>(() => Values(file.Evidence.PosteriorLogVariance)).Message);
    }

    [Fact]
    public void The_same_quantity_in_two_forms_is_refused()
    {
        string path = Npz(("posterior_mean", Matrix), ("posterior_logvar", Matrix), ("posterior_std", Matrix));
        Assert.Equal(
            $"{path}: posterior_logvar and posterior_std say the same in two ways; leave one of them out",
            Assert.Throws<DataException>(() => EvidenceFile.Open(path)).Message);
    }

    [Fact]
    public void A_standard_prior_needs_no_arrays_and_takes_none()
    {
        var standard = new EvidenceOptions { StandardPrior = true };
        string bare = Npz(("posterior_mean", Matrix), ("posterior_logvar", Matrix));
        using (var file = EvidenceFile.Open(bare, standard))
        {
            Assert.True(file.Evidence.PriorIsStandard);
            Assert.All(Values(file.Evidence.PriorMean!).Concat(Values(file.Evidence.PriorLogVariance!)), Zero);
        }

        string path = Npz(
            ("posterior_mean", Matrix), ("posterior_logvar", Matrix), ("prior_mean", Matrix), ("prior_logvar", Matrix));
        Assert.Equal(
            $"{path}: prior_mean is there, and the prior is said to be N(0, I); leave out one of the two",
            Assert.Throws<DataException>(() => EvidenceFile.Open(path, standard)).Message);

        static void Zero(double value) => Assert.Equal(0, value);
    }

    [Fact]
    public void Steps_of_sequences_are_rows_and_padding_is_none()
    {
        // Two sequences of up to three steps in two dimensions.
        byte[] steps = Floats("(2, 3, 2)", [.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        (string, byte[])[] arrays =
        [
            ("posterior_mean", steps), ("posterior_logvar", steps),
            ("nll_at_mean", Floats("(2, 3)", 0, 1, 2, 3, 4, 5)),
            ("nll_posterior", Floats("(2, 3, 1)", 0, 1, 2, 3, 4, 5)),
            ("labels", NpyBytes.Of<long>("<i8", "(2,)", 10, 20)),
        ];
        using (var whole = EvidenceFile.Open(Npz(arrays)))
        {
            Assert.Equal((6, 2), (whole.Evidence.Examples, whole.Evidence.Dimensions));
            Assert.Equal([0, 0, 0, 1, 1, 1], Values(whole.Evidence.Groups!));
        }

        using var file = EvidenceFile.Open(
            Npz([.. arrays, ("mask", NpyBytes.Of<byte>("|b1", "(2, 3)", 1, 1, 0, 1, 0, 1))]));
        Assert.Equal(4, file.Evidence.Examples);
        Assert.Equal([0, 1, 2, 3, 6, 7, 10, 11], Values(file.Evidence.PosteriorMean));
        Assert.Equal([0, 1, 3, 5], Values(file.Evidence.NllAtMean!));
        Assert.Equal([0, 1, 3, 5], Values(file.Evidence.NllPosterior!));
        Assert.Equal([10, 10, 20, 20], Values(file.Evidence.Labels!));
        Assert.Equal([0, 0, 1, 1], Values(file.Evidence.Groups!));
        // By any number of rows at once, from any row on.
        double[] row = new double[4];
        file.Evidence.PosteriorMean.Read(1, row);
        Assert.Equal([2, 3, 6, 7], row);
        Assert.Equal("posterior_mean[mask]", file.Evidence.PosteriorMean.Name);
        // Four of six rows, two runs in the second sequence: the groups are numbered as they come.
        Assert.Equal(2, file.Evidence.Grouping.Count);
    }

    [Fact]
    public void A_mask_leaves_rows_out_of_flat_arrays_too()
    {
        using EvidenceFile file = Open(("mask", Floats("(3,)", 1, 0, 1)), ("labels", Texts("(3,)", "a", "b", "a")));
        Assert.Equal([1, 2, 5, 6], Values(file.Evidence.PosteriorMean));
        Assert.Equal([0, 0], Values(file.Evidence.Labels!));
    }

    [Theory]
    [InlineData(
        "(3,)", new float[] { 1, 0.5f, 1 },
        "mask: row 1 holds 0.5; expected 1 for what is real and 0 for padding")]
    [InlineData("(2,)", new float[] { 1, 1 }, "mask has 2 rows; expected 3, one for each row of the posterior.")]
    [InlineData(
        "(3,)", new float[] { 0, 0, 1 },
        "mask lets 1 rows through; a reading needs at least 2: 1 is for what is real.")]
    public void A_mask_that_is_none_is_refused(string shape, float[] values, string expected) =>
        Assert.EndsWith(expected, Refusal(("mask", Floats(shape, values))), StringComparison.Ordinal);

    [Fact]
    public void Text_makes_classes_in_their_order_and_what_is_empty_has_none()
    {
        byte[] latin = NpyBytes.Of<byte>("|S2", "(3,)", [.. "T\0B\0\0\0"u8]);
        foreach (byte[] labels in new[] { Texts("(3,)", "T", "B", ""), latin })
        {
            using EvidenceFile file = Open(("labels", labels));
            Assert.Equal([1, 0, double.NaN], Values(file.Evidence.Labels!));
        }

        Assert.EndsWith(
            "nll_at_mean holds text; expected float16, bfloat16, float32 or float64: convert it before saving.",
            Refusal(("nll_at_mean", Texts("(3,)", "a", "b", "c"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_says_what_would_be_accepted()
    {
        byte[] square = Floats("(3, 2, 2)", new float[12]);
        Assert.Contains(
            "only diagonal posteriors and priors are read. If these are covariances, give the logs of their diagonals",
            Refusal(("prior_mean", Matrix), ("prior_logvar", square)),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "labels has the shape [3, 4]; expected [examples]: if these are one-hot, give argmax over the classes; for "
                + "several labels, give factors.",
            Refusal(("labels", NpyBytes.Of<byte>("|u1", "(3, 4)", new byte[12]))),
            StringComparison.Ordinal);

        byte[] steps = Floats("(2, 3, 2)", new float[12]);
        string path = Npz(
            ("posterior_mean", steps), ("posterior_logvar", steps), ("nll_at_mean", Floats("(2,)", 1, 2)));
        Assert.Equal(
            $"{path}: nll_at_mean has the shape [2]; expected [2, 3], a row for each step: give all arrays by step.",
            Assert.Throws<DataException>(() => EvidenceFile.Open(path)).Message);
    }

    private static byte[] Floats(string shape, params float[] values) => NpyBytes.Of("<f4", shape, values);

    private static byte[] Texts(string shape, params string[] texts)
    {
        int longest = texts.Max(text => text.Length);
        return NpyBytes.Of(
            string.Create(CultureInfo.InvariantCulture, $"<U{longest}"),
            shape,
            texts.SelectMany(text => Encoding.UTF32.GetBytes(text.PadRight(longest, '\0'))).ToArray());
    }

    private static double[] Values(IEvidenceArray array)
    {
        var values = new double[array.Rows * array.Columns];
        array.Read(0, values);
        return values;
    }

    private string Npz(params (string Name, byte[] Content)[] arrays) =>
        directory.Write(
            "a.npz",
            ZipBytes.Of([.. arrays.Select(array => ZipPart.Stored($"{array.Name}.npy", array.Content))]));

    private EvidenceFile Open(params (string, byte[])[] more) =>
        EvidenceFile.Open(Npz([("posterior_mean", Matrix), ("posterior_logvar", Matrix), .. more]));

    private string Refusal(params (string, byte[])[] more) =>
        Assert.Throws<DataException>(() => Open(more)).Message;
}
