using System.IO.Compression;
using System.Text;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Runs;
using LatentSharp.Tensors;
using LatentSharp.Tests.Data.Formats.Numpy;

namespace LatentSharp.Tests.Runs;

public sealed class RowsFileTests : IDisposable
{
    private static readonly Fields Columns = new(Field.Column("a"), Field.OneHot("kind", ["x", "y"]));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    private string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_table_has_its_columns_in_any_order_and_classes_by_name_or_one_hot()
    {
        float[] expected = [1.5f, 0, 1, -2, 1, 0];
        Assert.Equal(expected, Table("kind,other,a\ny,?,1.5\nx,,-2\n"));
        Assert.Equal(expected, Table("a,kind = x,kind = y\n1.5,0,1\n-2,1,0\n"));
    }

    [Theory]
    [InlineData("kind,a\nz,1\n", "table: line 2, column 'kind': there is no class 'z'; ")]
    [InlineData("kind\nx\n", "table: line 1, column 'a': the header has no such column; ")]
    [InlineData("a,kind\n", "table: line 2, column 1: the table has a header and no rows; ")]
    [InlineData("a,kind\n1e39,x\n", "table: line 2, column 'a': '1e39' is not a finite float32; ")]
    public void A_table_that_does_not_fit_is_refused_by_line_and_column(string text, string message) =>
        Assert.StartsWith(
            message, Assert.Throws<DataException>(() => Table(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_array_is_taken_by_its_name_or_alone_in_either_order_of_its_axes()
    {
        float[] expected = [1, 2, 3, 4, 5, 6];
        Zip("one.npz", ("anything", NpyBytes.Of<float>("<f4", "(2, 3)", expected)));
        Zip(
            "two.npz",
            ("other", NpyBytes.Of<float>("<f4", "(1,)", 7)),
            ("condition", NpyBytes.Of<double>("<f8", "(2, 3)", 1, 2, 3, 4, 5, 6)));
        byte[] columns = new byte[6 * sizeof(float)];
        Buffer.BlockCopy(new float[] { 1, 4, 2, 5, 3, 6 }, 0, columns, 0, columns.Length);
        Zip("fortran.npz", ("a", NpyBytes.Of("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", columns)));
        SafetensorsFile.Write(this["one.safetensors"], [("x", Tensor.FromValues(new Shape(2, 3), expected))]);
        foreach (string file in (string[])["one.npz", "two.npz", "fortran.npz", "one.safetensors"])
            Assert.Equal(expected, RowsFile.Read(this[file], Columns, "condition").Span.ToArray());

        Zip("bad.npz", ("a", NpyBytes.Of<float>("<f4", "(3, 2)", expected)));
        Zip("none.npz", ("a", NpyBytes.Of<float>("<f4", "(1, 3)", 1, float.NaN, 2)));
        Refused("two.npz", "z", "there is no array 'z'; ");
        Refused("bad.npz", "a", "'a' has the shape [3, 2]; expected [rows, 3]: reshape it before saving");
        Refused("none.npz", "a", "'a': row 0, column 1, counted from 0, is NaN; expected a finite float32");

        void Refused(string file, string array, string message) =>
            Assert.StartsWith(
                $"{this[file]}: {message}",
                Assert.Throws<DataException>(() => RowsFile.Read(this[file], Columns, array)).Message,
                StringComparison.Ordinal);
    }

    private static float[] Table(string text) =>
        RowsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "table", Columns).Span.ToArray();

    private void Zip(string name, params (string Name, byte[] Bytes)[] arrays)
    {
        using ZipArchive archive = ZipFile.Open(this[name], ZipArchiveMode.Create);
        foreach ((string array, byte[] bytes) in arrays)
        {
            using Stream entry = archive.CreateEntry($"{array}.npy").Open();
            entry.Write(bytes);
        }
    }
}
