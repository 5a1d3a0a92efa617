using System.Runtime.InteropServices;
using LatentSharp.Data;
using LatentSharp.Data.Sources;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;
using LatentSharp.Tests.Data;

namespace LatentSharp.Tests.Documentation;

#region source
/// <summary>Points of the plane: the bytes PTS1, then x and y of each point as little-endian float32.</summary>
public sealed class PointsSource : IDataSource
{
    /// <inheritdoc/>
    public string Name => "PTS1 file";

    /// <inheritdoc/>
    public bool Accepts(string location)
    {
        if (!File.Exists(location))
            return false;
        using FileStream file = File.OpenRead(location);
        byte[] start = new byte[4];
        file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan().SequenceEqual("PTS1"u8);
    }

    /// <inheritdoc/>
    public LoadedData Load(DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        byte[] bytes = File.ReadAllBytes(request.Location);
        if (bytes.Length % 8 != 4)
            throw new DataException($"{request.Location}: the last point is cut short; write the file again.");
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(4));
        Tensor x = new(new Shape(values.Length / 2, 1)), y = new(new Shape(values.Length / 2, 1));
        for (int i = 0; i < values.Length / 2; i++)
            (x.Span[i], y.Span[i]) = (values[2 * i], values[2 * i + 1]);
        return new LoadedData(
            new Dataset(
                Path.GetFileName(request.Location),
                x,
                y,
                conditionFields: Fields.Columns("x"),
                targetFields: Fields.Columns("y")));
    }
}
#endregion

public sealed class PointsSourceTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    #region test
    [Fact]
    public void Points_are_known_by_their_first_bytes_and_split_like_any_data()
    {
        float[] values = [.. Enumerable.Range(0, 40).Select(value => (float)value)];
        string path = directory.Write("points.csv", [.. "PTS1"u8, .. MemoryMarshal.AsBytes(values.AsSpan())]);

        RunSetup setup = Load(path);

        Assert.Equal(20, setup.Source.Count);
        Assert.Equal([6f, 7f], [setup.Source.Condition.Row(3)[0], setup.Source.Target.Row(3)[0]]);
        Assert.Equal((14, 3, 3), (setup.Data.Train.Count, setup.Data.Validation.Count, setup.Data.Test.Count));
        Assert.Equal("y", setup.Source.TargetFields.ElementName(0));
    }
    #endregion

    [Fact]
    public void Points_that_are_cut_short_and_other_files_are_refused()
    {
        string cut = directory.Write("cut", "PTS1\0\0\0\0\0"u8), other = directory.Write("other", [1, 2, 3]);
        Assert.Equal(
            $"{cut}: the last point is cut short; write the file again.",
            Assert.Throws<DataException>(() => Load(cut)).Message);
        Assert.Contains(
            "expected one of PTS1 file, digits, mnist, CSV file, IDX file: ",
            Assert.Throws<DataException>(() => Load(other)).Message,
            StringComparison.Ordinal);
    }

    private static RunSetup Load(string path)
    {
        #region use
        IReadOnlyList<IDataSource> sources = [new PointsSource(), .. DataSources.All];
        RunSetup setup = RunSetup.Load(new RunConfiguration { Data = path }, sources);
        #endregion
        return setup;
    }
}
