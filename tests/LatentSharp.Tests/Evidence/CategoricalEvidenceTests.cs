using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Latents;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;

namespace LatentSharp.Tests.Evidence;

/// <summary>Logits and probabilities of a categorical latent, in the shapes that they have.</summary>
public sealed class CategoricalEvidenceTests : IDisposable
{
    private static readonly byte[] Flat = Floats("(3, 2)", 1, 2, 3, 4, 5, 6);
    private static readonly byte[] Several = Floats("(2, 2, 3)", [.. Enumerable.Range(0, 12).Select(i => (float)i)]);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Logits_have_the_values_of_one_variable_or_of_several()
    {
        using (EvidenceFile one = Open(("posterior_logits", Flat)))
        {
            Assert.Same(EvidenceFamily.Categorical, one.Evidence.Family);
            Assert.Equal((3L, 1, 2), (one.Evidence.Examples, one.Evidence.Dimensions, one.Evidence.Values));
            Assert.Null(one.Evidence[EvidenceRole.PriorLogits]);
        }

        using EvidenceFile two = Open(("posterior_logits", Several), ("prior_logits", Several));
        Assert.Equal((2L, 2, 3), (two.Evidence.Examples, two.Evidence.Dimensions, two.Evidence.Values));
        Assert.Equal(6, two.Evidence[EvidenceRole.PriorLogits]!.Columns);
        Assert.Equal([6, 7, 8, 9, 10, 11], Values(two.Evidence, EvidenceRole.PosteriorLogits)[6..]);
    }

    [Theory]
    [InlineData("(2, 3)")]
    [InlineData("(1, 2, 3)")]
    public void A_prior_for_all_examples_is_given_once(string shape)
    {
        using EvidenceFile file = Open(
            ("posterior_logits", Several), ("prior_logits", Floats(shape, 1, 2, 3, 4, 5, 6)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], Values(file.Evidence, EvidenceRole.PriorLogits));
    }

    [Fact]
    public void A_standard_prior_is_the_uniform()
    {
        var standard = new EvidenceOptions { StandardPrior = true };
        using (var file = EvidenceFile.Open(Npz(("posterior_logits", Flat)), standard))
            Assert.Equal(new double[6], Values(file.Evidence, EvidenceRole.PriorLogits));
        string path = Npz(("posterior_logits", Flat), ("prior_logits", Flat));
        Assert.Equal(
            $"{path}: prior_logits is there, and the prior is said to be uniform; leave out one of the two",
            Assert.Throws<DataException>(() => EvidenceFile.Open(path, standard)).Message);
    }

    [Fact]
    public void Steps_of_sequences_have_a_fourth_axis_and_padding_is_left_out()
    {
        byte[] steps = Floats("(2, 3, 1, 2)", [.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        using EvidenceFile file = Open(
            ("posterior_logits", steps),
            ("mask", Floats("(2, 3)", 1, 1, 0, 1, 0, 1)),
            ("labels", NpyBytes.Of<long>("<i8", "(2,)", 10, 20)));
        Assert.Equal((4L, 1, 2), (file.Evidence.Examples, file.Evidence.Dimensions, file.Evidence.Values));
        Assert.Equal([0, 1, 2, 3, 6, 7, 10, 11], Values(file.Evidence, EvidenceRole.PosteriorLogits));
        Assert.Equal([0, 0, 1, 1], Values(file.Evidence, EvidenceRole.Groups));
    }

    [Fact]
    public void Probabilities_stand_for_logits_and_may_be_zero()
    {
        using EvidenceFile file = Open(
            ("posterior_probabilities", Floats("(2, 2, 2)", 0.25f, 0.75f, 1, 0, 0.5f, 0.5f, 0, 1)));
        Assert.Equal(
            [0.25, 0.75, 1, 0],
            Values(file.Evidence, EvidenceRole.PosteriorLogits)[..4].Select(log => Math.Round(Math.Exp(log), 12)));
        Assert.Equal("posterior_probabilities", file.Evidence[EvidenceRole.PosteriorLogits]!.Name);
    }

    [Theory]
    [InlineData(
        new float[] { 0.5f, 0.5f, 0.5f, 0.25f },
        "posterior_probabilities: row 1 adds up to 0.75; the 2 probabilities of an example add up to 1: give what "
            + "softmax makes of the logits, over the last axis")]
    [InlineData(
        new float[] { 0.5f, 0.5f, 1.5f, -0.5f },
        "posterior_probabilities: row 1 holds 1.5; a probability is from 0 to 1: give what softmax makes of the "
            + "logits, or the logits themselves")]
    public void Probabilities_that_are_none_are_named_with_their_row(float[] values, string message)
    {
        using EvidenceFile file = Open(("posterior_probabilities", Floats("(2, 2)", values)));
        Assert.Equal(
            message,
            Assert.Throws<DataException>(() => Values(file.Evidence, EvidenceRole.PosteriorLogits)).Message);
    }

    [Fact]
    public void What_is_refused_says_what_would_be_accepted()
    {
        Assert.Equal(
            "posterior_mean and posterior_logits are there, and a file is read as one latent; leave out one of the two",
            Refusal(("posterior_mean", Flat), ("posterior_logvar", Flat), ("posterior_logits", Flat)));
        Assert.Equal(
            "prior_logits has the shape [2, 3, 2]; expected [examples, 2, 3]: reshape it before saving.",
            Refusal(
                ("posterior_logits", Several),
                ("prior_logits", Floats("(2, 3, 2)", new float[12]))));
        Assert.Equal(
            "posterior_logits has the shape [3, 1]; expected [examples, values] or [examples, variables, values], or "
                + "[sequences, steps, variables, values] of two values at least: reshape it before saving.",
            Refusal(("posterior_logits", Floats("(3, 1)", 1, 2, 3))));
        Assert.Equal(
            "mask has the shape [2, 2]; expected [examples]: the second axis of logits is their variables; for steps "
                + "of sequences give logits of the shape [examples, steps, 1, values].",
            Refusal(("posterior_logits", Several), ("mask", Floats("(2, 2)", 1, 1, 1, 1))));
        Assert.Equal(
            "posterior_logits and posterior_probabilities say the same in two ways; leave one of them out",
            Refusal(("posterior_logits", Flat), ("posterior_probabilities", Flat)));
    }

    [Fact]
    public void A_run_of_the_family_has_its_roles()
    {
        var family = new LatentFamily("categorical", Width: 6, ["logits"]) { Values = 3 };
        Assert.Same(EvidenceFamily.Categorical, EvidenceFamily.Of(family));
    }

    private static byte[] Floats(string shape, params float[] values) => NpyBytes.Of("<f4", shape, values);

    private static double[] Values(LatentEvidence evidence, EvidenceRole role)
    {
        IEvidenceArray array = evidence[role]!;
        var values = new double[array.Rows * array.Columns];
        array.Read(0, values);
        return values;
    }

    private string Npz(params (string Name, byte[] Content)[] arrays) =>
        directory.Write(
            "a.npz",
            ZipBytes.Of([.. arrays.Select(array => ZipPart.Stored($"{array.Name}.npy", array.Content))]));

    private EvidenceFile Open(params (string Name, byte[] Content)[] arrays) => EvidenceFile.Open(Npz(arrays));

    private string Refusal(params (string Name, byte[] Content)[] arrays)
    {
        string path = Npz(arrays);
        string message = Assert.Throws<DataException>(() => EvidenceFile.Open(path)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        return message[(path.Length + 2)..];
    }
}
