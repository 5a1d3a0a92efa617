namespace LatentSharp.Reports.Rendering.Text;

/// <summary>Columns as wide as their widest cell, the first set left and the others right.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    /// <summary>
    /// Writes a header and rows; where the page is too narrow, each row becomes a short list instead.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">A cell for each column.</param>
    public static void Write(TextPage page, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths =
        [
            .. columns.Select((name, column) => rows.Select(row => row[column].Length).Append(name.Length).Max()),
        ];
        if (widths.Sum() + Gap * (widths.Length - 1) > page.Width)
        {
            foreach (IReadOnlyList<string> row in rows)
            {
                page.Write("", $"{columns[0]}: {row[0]}", TextStyle.Bold);
                for (int column = 1; column < columns.Count; column++)
                    page.Write($"  {columns[column]}: ", row[column], indent: 4);
            }

            return;
        }

        page.WriteLine(Line(columns, widths), TextStyle.Bold);
        foreach (IReadOnlyList<string> row in rows)
            page.WriteLine(Line(row, widths));
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths) =>
        string.Join(
            new string(' ', Gap),
            cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
}
