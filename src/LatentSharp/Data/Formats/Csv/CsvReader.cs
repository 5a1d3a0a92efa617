using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Csv;

/// <summary>
/// Reads a comma-separated table of RFC 4180 record by record: a header of at most 100,000 distinct names, quoted
/// fields with commas, doubled quotes and line breaks in them, lines that end in LF or CRLF, UTF-8 with or without a
/// byte order mark. Every record has as many fields as the header; empty lines may only end the file.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    private readonly CsvScanner scanner;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="DataException">
    /// The file is not there, is empty, or its header is broken or names a column twice.
    /// </exception>
    public CsvReader(string path)
        : this(DataFile.Open(path), path)
    {
    }

    /// <summary>Reads the header of a table, which is closed with the reader.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="DataException">It is empty, or its header is broken or names a column twice.</exception>
    public CsvReader(Stream table, string path)
    {
        Path = path;
        scanner = new CsvScanner(table, path);
        try
        {
            Header = ReadHeader();
        }
        catch
        {
            scanner.Dispose();
            throw;
        }
    }

    /// <summary>The file, as errors name it.</summary>
    public string Path { get; }

    /// <summary>The column names, in the file's order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Moves to the next record; false after the last.</summary>
    /// <exception cref="DataException">The record is broken, or has more or fewer fields than the header.</exception>
    public bool Read()
    {
        if (!scanner.Read())
            return false;
        if (scanner.FieldCount != Header.Count)
            throw DataException.AtLine(
                Path,
                scanner.RecordLine,
                $"column {Math.Min(scanner.FieldCount, Header.Count + 1)}",
                $"the line has {scanner.FieldCount} fields and the header {Header.Count}; expected as many: add " +
                    "or remove fields, and put "
                    + "quotes around a field with a comma in it.");
        return true;
    }

    /// <summary>A field of the record at hand, without its quotes; valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Field(int column) => scanner.Field(column);

    /// <summary>The line that a field of the record at hand starts on, counted from 1.</summary>
    public long Line(int column) => scanner.Line(column);

    /// <summary>The index of a column.</summary>
    /// <exception cref="DataException">The header has no such column.</exception>
    public int Column(string name)
    {
        for (int column = 0; column < Header.Count; column++)
        {
            if (Header[column] == name)
                return column;
        }

        throw DataException.AtLine(
            Path, 1, $"column {OneLine.Excerpt(name)}",
            $"the header has no such column; {NearestName.Suggestion(name, Header)}");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => scanner.Dispose();

    private string[] ReadHeader()
    {
        if (!scanner.Read())
            throw DataException.AtLine(
                Path,
                1,
                "column 1",
                "the file is empty; expected a header line with the names of the columns.");
        string[] header = new string[scanner.FieldCount];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int column = 0; column < header.Length; column++)
        {
            header[column] = scanner.Field(column).ToString();
            if (!seen.TryAdd(header[column], column))
                throw DataException.AtLine(
                    Path,
                    scanner.Line(column),
                    $"column {column + 1}",
                    $"the name {OneLine.Excerpt(header[column])} is already that of column " +
                        $"{seen[header[column]] + 1}; expected "
                        + "distinct names: rename one of them.");
        }

        return header;
    }
}
