using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Tensors;

namespace LatentSharp.Reports.Documents;

/// <summary>
/// Rows that a model generated, as a table, as lines of JSON or as an array. They come in blocks of whole conditions,
/// [conditions, draws, target], and are written as they come.
/// </summary>
/// <param name="target">What the columns of y are.</param>
/// <param name="draws">Rows of y for each condition.</param>
/// <param name="blocks">The rows.</param>
internal sealed class GeneratedRows(Fields target, int draws, IEnumerable<float[]> blocks)
{
    /// <summary>
    /// Writes a table: <c>row</c>, the number of the condition, and <c>draw</c>, both from 0, then a column of y each.
    /// </summary>
    public void WriteCsv(Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.Write("row,draw");
        for (int column = 0; column < target.Width; column++)
            text.Write($",{Quoted(target.ElementName(column))}");
        text.WriteLine();
        foreach ((long place, ReadOnlyMemory<float> row) in Rows())
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{place / draws},{place % draws}"));
            foreach (float value in row.Span)
            {
                text.Write(',');
                text.Write(value.ToString("R", CultureInfo.InvariantCulture));
            }

            text.WriteLine();
        }
    }

    /// <summary>Writes an object to a line: <c>row</c>, <c>draw</c>, and <c>target</c> with y by its names.</summary>
    public void WriteJsonLines(Stream stream)
    {
        string[] names = [.. Enumerable.Range(0, target.Width).Select(target.ElementName)];
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        foreach ((long place, ReadOnlyMemory<float> row) in Rows())
        {
            using (var writer = new Utf8JsonWriter(stream, options))
            {
                writer.WriteStartObject();
                writer.WriteNumber("row", place / draws);
                writer.WriteNumber("draw", place % draws);
                writer.WriteStartObject("target");
                for (int column = 0; column < names.Length; column++)
                    writer.WriteNumber(names[column], row.Span[column]);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>
    /// Writes <c>samples</c>, [conditions, draws, target], and <c>condition</c>, where there is one, as a .npz file.
    /// </summary>
    public void WriteNpz(Stream stream, Tensor conditions)
    {
        using var file = new NpzWriter(stream);
        file.Add<float>(
            "samples",
            [conditions.Shape[0], draws, target.Width],
            content =>
            {
                foreach (float[] block in blocks)
                    content.Write(MemoryMarshal.AsBytes<float>(block));
            });
        if (conditions.Shape[1] > 0)
            file.Add("condition", [conditions.Shape[0], conditions.Shape[1]], conditions.Span.ToArray());
    }

    private IEnumerable<(long Place, ReadOnlyMemory<float> Row)> Rows()
    {
        long place = 0;
        foreach (float[] block in blocks)
        {
            for (int start = 0; start < block.Length; start += target.Width)
                yield return (place++, block.AsMemory(start, target.Width));
        }
    }

    private static string Quoted(string name) =>
        name.AsSpan().IndexOfAny(",\"\r\n") < 0 && name.Length > 0
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
