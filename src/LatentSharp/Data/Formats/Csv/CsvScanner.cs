using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using LatentSharp.Words;

namespace LatentSharp.Data.Formats.Csv;

/// <summary>
/// Splits the characters of a comma-separated file into records and fields. It holds one record at a time, and tells
/// for each field which line it starts on.
/// </summary>
internal sealed class CsvScanner : IDisposable
{
    private const int EndOfFile = -1;

    // A field of no characters, and its comma, takes many times its one byte in memory.
    private const int MostFields = 100_000;

    private readonly StreamReader reader;
    private readonly string path;
    private readonly StringBuilder text = new();
    private readonly List<(int End, long Line)> fields = [];
    private readonly char[] buffer = new char[1 << 16];
    private string record = "";
    private int position, length;
    private long line = 1, place;

    public CsvScanner(Stream file, string path)
    {
        // The encoding announces the byte order mark, so that the reader skips one, and refuses bytes that are not
        // UTF-8.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
        this.path = path;
    }

    public int FieldCount => fields.Count;

    /// <summary>The line that the record starts on, counted from 1.</summary>
    public long RecordLine => fields[0].Line;

    public ReadOnlySpan<char> Field(int column)
    {
        int start = column == 0 ? 0 : fields[column - 1].End;
        return record.AsSpan(start..fields[column].End);
    }

    public long Line(int column) => fields[column].Line;

    /// <summary>Reads a record; false at the end of the file or when only empty lines are left.</summary>
    public bool Read()
    {
        if (Peek() == EndOfFile)
            return false;
        long start = line;
        if (SkipEmptyLines())
        {
            if (Peek() == EndOfFile)
                return false;
            throw Error(start, 1, "the line is empty and more lines follow; expected a record: remove the line.");
        }

        text.Clear();
        fields.Clear();
        do
        {
            ReadField();
        }
        while (TakeSeparator());
        record = text.ToString();
        return true;
    }

    public void Dispose() => reader.Dispose();

    private bool SkipEmptyLines()
    {
        bool any = false;
        while (Peek() is '\n' or '\r')
        {
            TakeLineEnd();
            any = true;
        }

        return any;
    }

    private void ReadField()
    {
        long start = line;
        if (fields.Count == MostFields)
            throw Error(
                start,
                place + 1,
                $"the line has more than {MostFields} fields; expected at most as many: leave out columns.");
        if (Peek() == '"')
            ReadQuoted();
        else
        {
            while (Peek() is not (EndOfFile or ',' or '\n' or '\r'))
            {
                if (Peek() == '"')
                    throw Error(
                        line,
                        place + 1,
                        "a quote stands inside a field that does not begin with one; put quotes around the field " +
                            "and double the one inside.");
                text.Append((char)Take());
            }
        }

        fields.Add((text.Length, start));
    }

    private void ReadQuoted()
    {
        long startLine = line, startPlace = place + 1;
        Take();
        while (true)
        {
            int c = Take();
            if (c == EndOfFile)
                throw Error(
                    startLine,
                    startPlace,
                    "a quoted field opens here and the file ends without closing it; add the closing quote.");
            if (c == '"')
            {
                if (Peek() != '"')
                    break;
                Take();
            }

            text.Append((char)c);
            if (c == '\n')
                (line, place) = (line + 1, 0);
        }

        if (Peek() is not (EndOfFile or ',' or '\n' or '\r'))
            throw Error(
                line,
                place + 1,
                $"{OneLine.Excerpt(((char)Peek()).ToString())} follows a closing quote; expected a comma " +
                    "or the end of the line: "
                    + "double a quote that belongs to the field.");
    }

    /// <summary>Moves past what ends a field; true when another field follows.</summary>
    private bool TakeSeparator()
    {
        if (Peek() == ',')
        {
            Take();
            return true;
        }

        if (Peek() != EndOfFile)
            TakeLineEnd();
        return false;
    }

    private void TakeLineEnd()
    {
        if (Take() == '\r' && Take() != '\n')
            throw Error(
                line,
                place,
                "a carriage return stands alone; expected lines that end in LF or CRLF: convert the line ends.");
        (line, place) = (line + 1, 0);
    }

    private int Peek()
    {
        if (position == length)
        {
            position = 0;
            try
            {
                length = reader.Read(buffer);
            }
            catch (DecoderFallbackException error)
            {
                throw DataException.AtLine(
                    path,
                    FirstLineNotUtf8(),
                    "character 1 or later",
                    $"the bytes {Convert.ToHexString(error.BytesUnknown ?? [])} are not UTF-8; save the file as UTF-8."
                );
            }
        }

        return length == 0 ? EndOfFile : buffer[position];
    }

    private int Take()
    {
        int c = Peek();
        position += c == EndOfFile ? 0 : 1;
        place++;
        return c;
    }

    /// <summary>
    /// Reads the file again as bytes, because the decoder runs ahead of the line that is being scanned.
    /// </summary>
    private long FirstLineNotUtf8()
    {
        using FileStream file = DataFile.Open(path);
        List<byte> bytes = [];
        for (long number = 1; ; number++)
        {
            bytes.Clear();
            int next;
            while ((next = file.ReadByte()) is not (EndOfFile or '\n'))
                bytes.Add((byte)next);
            if (next == EndOfFile || !Utf8.IsValid(CollectionsMarshal.AsSpan(bytes)))
                return number;
        }
    }

    private DataException Error(long atLine, long character, string problem) =>
        DataException.AtLine(path, atLine, $"character {character}", problem);
}
