using System.Globalization;
using LatentSharp.Data;
using LatentSharp.TensorBoard;
using LatentSharp.Tests.Data;

namespace LatentSharp.Tests.TensorBoard;

public sealed class ProjectorFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_page_names_the_means_and_the_labels()
    {
        ProjectorFiles.Write(directory["log"], new float[] { 1, 2.5f, -3, 4 }, 2, ["one", "two"]);
        Assert.Equal(
            """
            embeddings {
              tensor_name: "posterior_mean"
              tensor_path: "posterior_mean.tsv"
              metadata_path: "labels.tsv"
            }

            """,
            Read("projector_config.pbtxt"));
        Assert.Equal("1\t2.5\n-3\t4\n", Read("posterior_mean.tsv"));
        Assert.Equal("one\ntwo\n", Read("labels.tsv"));
        // Nothing temporary is left.
        Assert.Equal(3, Directory.GetFiles(directory["log"]).Length);
    }

    [Fact]
    public void Without_labels_there_is_no_table_of_them()
    {
        ProjectorFiles.Write(directory["log"], new float[] { 1, 2 }, 2, null);
        Assert.DoesNotContain("metadata_path", Read("projector_config.pbtxt"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(directory["log"], "labels.tsv")));
    }

    [Fact]
    public void Every_float_reads_back_as_itself()
    {
        float[] means = [0.1f, -0f, 1e-45f, float.MaxValue, 1f / 3, 16777217f, -1.17549435E-38f, float.NaN];
        ProjectorFiles.Write(directory["log"], means, 2, null);
        Assert.Equal(
            means.Select(BitConverter.SingleToInt32Bits),
            Read("posterior_mean.tsv").Split(['\t', '\n'], StringSplitOptions.RemoveEmptyEntries)
                .Select(text => BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture))));
    }

    // A tab would make a header of the first line, and an end of line or a blank label would shift those after it.
    [Fact]
    public void A_label_stays_one_line_of_one_column()
    {
        ProjectorFiles.Write(directory["log"], new float[5], 1, ["a\tb", "c\r\nd", "", " \t", "e\\t"]);
        Assert.Equal("a\\tb\nc\\r\\nd\n(blank)\n(blank)\ne\\t\n", Read("labels.tsv"));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ProjectorFiles.Write(directory["log"], new float[3], 2, null));
        Assert.Throws<ArgumentException>(() => ProjectorFiles.Write(directory["log"], new float[4], 2, ["one"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProjectorFiles.Write(directory["log"], new float[4], 0, null));
        Assert.False(Directory.Exists(directory["log"]));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        directory.Write("taken", []);
        DataException failure = Assert.Throws<DataException>(() =>
            ProjectorFiles.Write(directory["taken"], new float[2], 2, null));
        Assert.StartsWith(
            $"{directory["taken"]}: the projector's files cannot be written (",
            failure.Message,
            StringComparison.Ordinal);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(directory["log"], file));
}
