using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Tests.Cli;

namespace LatentSharp.Tests.Data.Formats.Numpy;

public sealed class NpzWriterTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Arrays_read_back_as_they_were_and_the_same_ones_give_the_same_bytes()
    {
        Write("first.npz");
        Write("second.npz");
        Assert.Equal(File.ReadAllBytes(scratch["first.npz"]), File.ReadAllBytes(scratch["second.npz"]));
        using var file = NpzFile.Open(scratch["first.npz"]);
        Assert.Equal(["matrix", "weight", "labels"], file.Names);
        Check("matrix", [2L, 3], [1, -2.5, 3, 4, 5, 1e-30f]);
        Check("weight", [], [0.1]);
        Check("labels", [4L], [0, 7, 2, -1]);

        void Check(string name, long[] shape, double[] values)
        {
            StoredArray array = file.OpenArray(name);
            Assert.Equal(shape, array.Shape);
            var read = new double[values.Length];
            array.Prepare();
            array.Read(0, read);
            Assert.Equal(values, read);
        }
    }

    [Fact]
    public void NumPy_reads_them()
    {
        string python = Python.Needed("numpy");
        Write("arrays.npz");
        ToolRun run = ToolRun.Start(
            python, scratch.Path, _ => { }, "-c",
            "import numpy as n; a = n.load('arrays.npz'); m = a['matrix']; print(m.dtype, m.shape, m[0, 1], "
                + "a['weight'].shape, float(a['weight']), a['labels'].dtype, a['labels'].tolist())");
        Assert.Equal("float32 (2, 3) -2.5 () 0.1 int64 [0, 7, 2, -1]", run.Output.TrimEnd());
    }

    private void Write(string name)
    {
        using FileStream stream = File.Create(scratch[name]);
        using var file = new NpzWriter(stream);
        file.Add<float>("matrix", [2, 3], [1, -2.5f, 3, 4, 5, 1e-30f]);
        file.Add<double>("weight", [], [0.1]);
        file.Add<long>("labels", [4], [0, 7, 2, -1]);
    }
}
