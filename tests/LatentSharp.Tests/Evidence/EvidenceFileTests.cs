using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Evidence;
using LatentSharp.Tests.Conformance;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Data.Formats.Numpy;
using LatentSharp.Tests.Data.Formats.Zip;

namespace LatentSharp.Tests.Evidence;

public sealed class EvidenceFileTests : IDisposable
{
    private static readonly byte[] Matrix = NpyBytes.Of<float>("<f4", "(3, 2)", 1, 2, 3, 4, 5, 6);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private static string Fixture(string name) => Path.Combine(FixtureFile.Folder, "Arrays", name);

    private static IEnumerable<(string Role, IEvidenceArray? Array)> Arrays(LatentEvidence evidence) =>
    [
        ("posterior_mean", evidence.PosteriorMean), ("posterior_logvar", evidence.PosteriorLogVariance),
        ("prior_mean", evidence.PriorMean), ("prior_logvar", evidence.PriorLogVariance),
        ("labels", evidence.Labels), ("factors", evidence.Factors),
        ("nll_at_mean", evidence.NllAtMean), ("nll_posterior", evidence.NllPosterior),
        ("nll_prior", evidence.NllPrior), ("nll_shuffled", evidence.NllShuffled),
        ("log_ratio_posterior", evidence.LogRatioPosterior),
    ];

    private string Npz(params (string Name, byte[] Content)[] arrays) =>
        directory.Write(
            "a.npz",
            ZipBytes.Of([.. arrays.Select(array => ZipPart.Stored($"{array.Name}.npy", array.Content))]));

    private static EvidenceOptions Mapped(Dictionary<string, string>? map) =>
        map is null ? EvidenceOptions.None : EvidenceOptions.None with { Map = map };

    private static string Refusal(string path, Dictionary<string, string>? map = null)
    {
        string message = Assert.Throws<DataException>(() => EvidenceFile.Open(path, Mapped(map))).Message;
        Assert.StartsWith(path, message);
        return message[path.Length..];
    }

    private string RefusalOf(string role, byte[] content) =>
        Refusal(
            Npz([
                .. new[] { ("posterior_mean", Matrix), ("posterior_logvar", Matrix) }.Where(array =>
                    array.Item1 != role),
                (role, content),
            ]));

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("compressed.npz")]
    [InlineData("turned.npz")]
    [InlineData("folder")]
    [InlineData("evidence.safetensors")]
    public void What_another_framework_wrote_is_read(string name)
    {
        using var values = JsonDocument.Parse(File.ReadAllBytes(Fixture("values.json")));
        JsonElement expected = values.RootElement.GetProperty(name);
        using EvidenceFile file = EvidenceFile.Open(Fixture(name));
        foreach ((string role, IEvidenceArray? array) in Arrays(file.Evidence))
        {
            Assert.NotNull(array);
            Assert.Equal(role, array.Name);
            JsonElement entry = expected.GetProperty(role);
            Assert.Equal(entry.GetProperty("shape").Deserialize<long[]>()!, new[] { array.Rows, array.Columns });
            double[] numbers = entry.GetProperty("values").Deserialize<double[]>()!, read = new double[numbers.Length];
            array.Read(0, read);
            Assert.Equal(numbers, read);
            double[] row = new double[array.Columns];
            array.Read(array.Rows - 1, row);
            Assert.Equal(numbers[^array.Columns..], row);
        }

        Assert.Equal(
            expected.GetProperty("posterior_variance_weight").GetProperty("values")[0].GetDouble(),
            file.Evidence.PosteriorVarianceWeight);
        Assert.Equal(name == "evidence.safetensors" ? ["unread"] : [], file.Unused);
        Assert.Equal(Fixture(name), file.Evidence.Name);
    }

    [Fact]
    public void A_map_gives_roles_to_arrays_of_other_names_and_the_rest_is_not_opened()
    {
        using EvidenceFile file = EvidenceFile.Open(
            Fixture("renamed.npz"),
            Mapped(new() { ["posterior_mean"] = "mu", ["posterior_logvar"] = "logvar" }));
        Assert.Equal(["notes", "table", "frequencies", "images"], file.Unused);
        Assert.Equal((7, 3), (file.Evidence.Examples, file.Evidence.Dimensions));
        Assert.Equal("posterior_mean", file.Evidence.PosteriorMean.Name);
        Assert.Null(file.Evidence.PosteriorVarianceWeight);
        Assert.All(Arrays(file.Evidence).Skip(2), array => Assert.Null(array.Array));
    }

    [Fact]
    public void A_mapped_array_is_not_taken_by_the_role_of_its_name()
    {
        string path = Npz(("posterior_mean", Matrix), ("posterior_logvar", Matrix), ("prior_mean", Matrix));
        using EvidenceFile file = EvidenceFile.Open(
            path,
            Mapped(new() { ["posterior_mean"] = "prior_mean" }));
        Assert.Null(file.Evidence.PriorMean);
        Assert.Equal(["posterior_mean"], file.Unused);
    }

    [Fact]
    public void A_map_that_cannot_be_meant_is_refused()
    {
        string Option(Dictionary<string, string> map) =>
            Assert.Throws<OptionException>(() => EvidenceFile.Open(Fixture("renamed.npz"), Mapped(map))).Message;
        Assert.Equal(
            "map posterior_meen=mu: there is no role 'posterior_meen'; did you mean 'posterior_mean'?",
            Option(new() { ["posterior_meen"] = "mu" }));
        Assert.Equal(
            "map gives 'mu' to posterior_mean and prior_mean; give each role an array of its own",
            Option(new() { ["prior_mean"] = "mu", ["posterior_mean"] = "mu" }));
        Assert.Equal(
            ": map posterior_mean=mean: there is no array 'mean'; there are 'mu', 'logvar', 'notes', 'table', " +
                "'frequencies', 'images'",
            Refusal(Fixture("renamed.npz"), new() { ["posterior_mean"] = "mean" }));
    }

    [Fact]
    public void Missing_arrays_are_named_with_what_is_there_and_the_remedy()
    {
        Assert.Equal(
            ": posterior_mean and posterior_logvar are missing; there are "
            + "'mu', 'logvar', 'notes', 'table', " +
                "'frequencies', 'images'; "
            + "export what is missing, or posterior_variance or posterior_std in place of posterior_logvar, or map it "
            + "to an array of another name",
            Refusal(Fixture("renamed.npz")));
        Assert.Equal(
            ": posterior_logvar is missing; there is 'posterior_mean'; export what is missing, or posterior_variance "
            + "or posterior_std in place of posterior_logvar, or map it to an array of another name",
            Refusal(Npz(("posterior_mean", Matrix))));
        Assert.Equal(
            ": posterior_mean and posterior_logvar are missing; there are no arrays at all; export what is missing, "
            + "or posterior_variance or posterior_std in place of posterior_logvar, or map it to an array of another "
            + "name",
            Refusal(Npz()));
        Assert.Contains(
            "'a19' and 5 more; export what is missing",
            Refusal(Npz([.. Enumerable.Range(0, 25).Select(i => ($"a{i}", Matrix))])));
    }

    [Fact]
    public void Arrays_that_no_reading_can_use_are_refused_when_a_role_asks_for_them()
    {
        string Used(string name) =>
            Refusal(
                Fixture("renamed.npz"),
                new()
                {
                    ["posterior_mean"] = "mu",
                    ["posterior_logvar"] = "logvar",
                    ["factors"] = name,
                }
            );
        Assert.Equal(
            ": notes.npy: byte 10: the elements are Python objects ('|O'), which are pickled and never loaded; " +
                "save numbers: float16, "
            + "float32, float64, integers, bool or text.",
            Used("notes"));
        Assert.Equal(
            ": table.npy: byte 20: the elements are structured (several fields each); expected numbers: save " +
                "each field as an array of its own.",
            Used("table"));
        Assert.Equal(
            ": frequencies.npy: byte 10: the elements are of type '<c8'; expected float16, float32, float64, " +
                "integers, bool or text: convert the "
            + "array before saving it.",
            Used("frequencies"));
        Assert.Equal(
            ": factors (array 'images') has the shape [7, 2, 2]; expected [examples, factors]: reshape it before " +
                "saving.",
            Used("images"));
    }

    [Fact]
    public void A_safetensors_type_that_is_not_read_is_refused_when_a_role_asks_for_it() =>
        Assert.Matches(
            "^: byte [0-9]+: tensor 'unread' has the dtype 'F8_E4M3'; expected F16, BF16, F32, F64, I8 to I64, " +
                "U8 to U64 or BOOL: convert it before saving\\.$",
            Refusal(Fixture("evidence.safetensors"), new() { ["factors"] = "unread" }));

    [Fact]
    public void An_array_of_another_type_than_its_role_takes_is_refused()
    {
        Assert.Equal(
            ": factors holds text; expected numbers: convert it before saving.",
            RefusalOf("factors", NpyBytes.Of<byte>("|S1", "(3,)", [.. "abc"u8])));
        Assert.Equal(
            ": posterior_mean holds int32; expected float16, bfloat16, float32 or float64: convert it before saving.",
            RefusalOf("posterior_mean", NpyBytes.Of<int>("<i4", "(3, 2)", 1, 2, 3, 4, 5, 6)));
    }

    [Fact]
    public void An_array_of_another_shape_than_its_role_has_is_refused()
    {
        Assert.Equal(
            ": posterior_mean has the shape [3, 1, 2, 1]; expected [examples, dimensions], or [sequences, steps, "
                + "dimensions]: reshape it before saving.",
            RefusalOf("posterior_mean", NpyBytes.Of<float>("<f4", "(3, 1, 2, 1)", 1, 2, 3, 4, 5, 6)));
        Assert.Equal(
            ": posterior_mean has the shape []; expected [examples, dimensions], or [sequences, steps, dimensions]: "
                + "reshape it before saving.",
            RefusalOf("posterior_mean", NpyBytes.Of<float>("<f4", "()", 1)));
        Assert.Equal(
            ": factors has the shape [3, 0]; expected [examples, factors]: reshape it before saving.",
            RefusalOf("factors", NpyBytes.Of<float>("<f4", "(3, 0)")));
        Assert.Equal(
            ": posterior_variance_weight has the shape [2]; expected [] or [1]: reshape it before saving.",
            RefusalOf("posterior_variance_weight", NpyBytes.Of<float>("<f4", "(2,)", 1, 2)));
        Assert.StartsWith(
            ": prior_mean has shape [2, 2];",
            RefusalOf("prior_mean", NpyBytes.Of<float>("<f4", "(2, 2)", 1, 2, 3, 4)));
        Assert.StartsWith(
            ": labels has the shape [3, 2]; expected [examples]: if these are one-hot, give argmax",
            RefusalOf("labels", NpyBytes.Of<byte>("|u1", "(3, 2)", 1, 2, 3, 4, 5, 6)));
        Assert.StartsWith(
            ": posterior_mean has 0 rows;",
            RefusalOf("posterior_mean", NpyBytes.Of<float>("<f4", "(0, 2147483647)")));
    }

    [Theory]
    [InlineData(-1.0, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_weight_that_is_no_weight_is_refused(double weight, string shown) =>
        Assert.Equal(
            $": posterior_variance_weight is {shown}; expected a finite weight from 0 on.",
            RefusalOf("posterior_variance_weight", NpyBytes.Of<double>("<f8", "()", weight)));

    [Fact]
    public void Vectors_may_have_a_second_axis_of_one_or_lack_it()
    {
        byte[] column = NpyBytes.Of<float>("<f4", "(3, 1)", 1, 2, 3),
            vector = NpyBytes.Of<float>("<f4", "(3,)", 1, 2, 3);
        string path = Npz(
            ("posterior_mean", vector),
            ("posterior_logvar", column),
            ("nll_at_mean", column),
            ("nll_shuffled", vector),
            ("nll_prior", vector));
        using EvidenceFile file = EvidenceFile.Open(path);
        Assert.Equal(1, file.Evidence.Dimensions);
        foreach ((_, IEvidenceArray? array) in Arrays(file.Evidence).Where(array => array.Array is not null))
        {
            double[] values = new double[3];
            array!.Read(0, values);
            Assert.Equal([1, 2, 3], values);
        }
    }

    [Fact]
    public void A_label_that_float64_cannot_hold_is_refused_when_it_is_read()
    {
        string path = Npz(
            ("posterior_mean", Matrix),
            ("posterior_logvar", Matrix),
            ("labels", NpyBytes.Of<long>("<i8", "(3,)", 0, 1L << 60, 2)));
        using EvidenceFile file = EvidenceFile.Open(path);
        Assert.Equal(
            $"{path}: labels.npy: element 1 is an int64 beyond 2^53, which float64 cannot hold; number classes from 0.",
            Assert.Throws<DataException>(() => file.Evidence.Labels!.Read(0, new double[3])).Message);
    }

    [Fact]
    public void What_is_no_file_of_arrays_is_refused()
    {
        Assert.Equal(": there is no such file; check the path.", Refusal(directory["none.npz"]));
        Assert.Equal(
            ": a .npy file holds one array; give the folder that has posterior_mean.npy and " +
                "posterior_logvar.npy, or a .npz file.",
            Refusal(directory.Write("x.npy", Matrix)));
        Assert.Equal(
            ": neither a .npz file, a .safetensors file nor a folder of .npy files; export the arrays as one of these.",
            Refusal(directory.Write("x.pt", Matrix)));
    }

    [Fact]
    public void A_file_that_was_refused_is_closed()
    {
        string path = Npz(("posterior_mean", Matrix));
        Refusal(path);
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(alone.CanWrite);
    }
}
