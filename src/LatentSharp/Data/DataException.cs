using LatentSharp.Words;

namespace LatentSharp.Data;

/// <summary>
/// A file or data set that cannot be used. The message is one line: the file, the place in it, what was found and
/// what was expected, and the remedy.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>
    /// Creates the error. Control characters in the message, which may come from a file, are escaped.
    /// </summary>
    public DataException(string message, Exception? innerException = null)
        : base(OneLine.Of(message), innerException)
    {
    }

    /// <summary>The remedy, for a program that has a name of its own for it; null for most.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>An error at a byte of a binary file, counted from 0.</summary>
    internal static DataException AtByte(string file, long offset, string problem, Exception? innerException = null) =>
        new($"{file}: byte {offset}: {problem}", innerException);

    /// <summary>
    /// An error on a line of a text file, counted from 1; <paramref name="place"/> says where on the line.
    /// </summary>
    internal static DataException AtLine(string file, long line, string place, string problem) =>
        new($"{file}: line {line}, {place}: {problem}");
}
