using System.IO.Compression;
using System.Text.Json;
using LatentSharp.Reading.Categorical;
using LatentSharp.Tests.Conformance;

namespace LatentSharp.Tests.Reading.Categorical;

public sealed class ContingencyTableTests
{
    [Fact]
    public void Adjusted_mutual_information_and_Rand_index_are_those_of_scikit_learn()
    {
        using FileStream packed = File.OpenRead(Path.Combine(FixtureFile.Folder, "clusterings.json.gz"));
        using var text = new GZipStream(packed, CompressionMode.Decompress);
        using var document = JsonDocument.Parse(text);
        JsonElement[] cases = [.. document.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(194, cases.Length);
        foreach (JsonElement each in cases)
        {
            int[] values = each.GetProperty("values").Deserialize<int[]>()!,
                labels = each.GetProperty("labels").Deserialize<int[]>()!;
            // Values and labels that nothing has count for nothing.
            var table = new ContingencyTable(values, values.Max() + 2, labels, labels.Max() + 2);
            Assert.Equal(
                each.GetProperty("adjusted_mutual_information").GetDouble(),
                table.AdjustedMutualInformation(),
                1e-9);
            Assert.Equal(each.GetProperty("adjusted_rand_index").GetDouble(), table.AdjustedRandIndex(), 1e-9);
        }
    }

    [Fact]
    public void It_counts_and_matches()
    {
        var table = new ContingencyTable([0, 0, 1, 1, 2], 3, [1, 1, 0, 1, 0], 2);
        Assert.Equal([0, 2], table[0].ToArray());
        Assert.Equal([1, 1], table[1].ToArray());
        int[] matching = table.Matching();
        Assert.Equal(1, matching[0]);
        Assert.Equal(0.6, table.Accuracy(matching));
    }
}
