using LatentSharp.Words;

namespace LatentSharp;

/// <summary>
/// An option has a value it cannot have. The message is one line: the option, the value, the range, the remedy.
/// </summary>
public sealed class OptionException : Exception
{
    /// <summary>Creates the exception. Control characters in the message are escaped.</summary>
    public OptionException(string message)
        : base(OneLine.Of(message))
    {
    }

    /// <summary>The remedy, for a program that has a name of its own for it; null for most.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>Creates the exception for an option outside its range.</summary>
    internal static OptionException OutOfRange(string option, object value, string expected) =>
        new(FormattableString.Invariant($"{option} is {value}; give {expected}"));
}
