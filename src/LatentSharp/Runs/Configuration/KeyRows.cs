using System.Globalization;
using LatentSharp.Words;

namespace LatentSharp.Runs.Configuration;

/// <summary>How a key of each kind is read from text and written as text.</summary>
internal static class KeyRows
{
    private const string None = "none";

    public static ConfigurationKey Text(
        string name, string description,
        Func<RunConfiguration, string> read, Func<RunConfiguration, string, RunConfiguration> write) =>
        new(name, description, c => [read(c)], (c, v) => write(c, Single(name, v)));

    /// <summary>Text that may not be there.</summary>
    public static ConfigurationKey OptionalText(
        string name, string description,
        Func<RunConfiguration, string?> read, Func<RunConfiguration, string?, RunConfiguration> write) =>
        new(
            name,
            description,
            c => read(c) is { } text ? [text] : [],
            (c, v) => write(c, v.Count == 0 ? null : Single(name, v)));

    /// <summary>A number that <c>none</c> unsets.</summary>
    public static ConfigurationKey OptionalNumber(
        string name, string description,
        Func<RunConfiguration, string?> read, Func<RunConfiguration, string?, RunConfiguration> write) =>
        OptionalText(name, description, read, (c, v) => write(c, v == None ? null : v)) with { IsNumber = true };

    /// <summary>A list that <c>none</c> empties.</summary>
    public static ConfigurationKey List(
        string name, string description,
        Func<RunConfiguration, IReadOnlyList<string>> read,
        Func<RunConfiguration, IReadOnlyList<string>, RunConfiguration> write) =>
        new(name, description, read, (c, v) => write(c, v is [None] ? [] : v)) { IsList = true };

    /// <summary>A list of numbers.</summary>
    public static ConfigurationKey Numbers(
        string name, string description,
        Func<RunConfiguration, IReadOnlyList<string>> read,
        Func<RunConfiguration, IReadOnlyList<string>, RunConfiguration> write) =>
        List(name, description, read, write) with { IsNumber = true };

    /// <summary>One of some words, each with what it stands for; the first of equals is written.</summary>
    public static ConfigurationKey Choice<T>(
        string name, string description, (string Word, T Value)[] choices,
        Func<RunConfiguration, T> read, Func<RunConfiguration, T, RunConfiguration> write) =>
        new(
            name,
            description,
            c => [choices.First(choice => Equals(choice.Value, read(c))).Word],
            (c, v) => write(c, Chosen(name, Single(name, v), choices)));

    /// <summary>yes or no.</summary>
    public static ConfigurationKey Switch(
        string name, string description,
        Func<RunConfiguration, bool> read, Func<RunConfiguration, bool, RunConfiguration> write) =>
        Choice(name, description, [("no", false), ("yes", true)], read, write);

    public static ConfigurationKey Number(
        string name, string description,
        Func<RunConfiguration, double> read, Func<RunConfiguration, double, RunConfiguration> write) =>
        new(name, description, c => [Format(read(c))], (c, v) => write(c, ParseNumber(name, Single(name, v))))
        {
            IsNumber = true,
        };

    public static ConfigurationKey Whole(
        string name, string description,
        Func<RunConfiguration, int> read, Func<RunConfiguration, int, RunConfiguration> write) =>
        new(name, description, c => [Format(read(c))], (c, v) => write(c, ParseWhole(name, Single(name, v))))
        {
            IsNumber = true,
        };

    public static string Single(string name, IReadOnlyList<string> values) =>
        values.Count == 1 ? values[0] : throw new OptionException($"{name} takes one value; {values.Count} were given");

    public static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Format(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static double ParseNumber(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw OptionException.OutOfRange(name, OneLine.Excerpt(text), "a number, such as 0.5");

    public static int ParseWhole(string name, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw OptionException.OutOfRange(name, OneLine.Excerpt(text), "a whole number");

    public static double Fraction(string name, double value) =>
        value is > 0 and < 1
            ? value
            : throw OptionException.OutOfRange(name, value, "a number between 0 and 1, such as 0.15");

    public static int AtLeast(string name, int value, int least) =>
        value >= least ? value : throw OptionException.OutOfRange(name, value, $"a whole number of at least {least}");

    private static T Chosen<T>(string name, string word, (string Word, T Value)[] choices)
    {
        foreach ((string known, T value) in choices)
        {
            if (known == word)
                return value;
        }

        throw OptionException.OutOfRange(
            name,
            OneLine.Excerpt(word),
            $"one of {string.Join(", ", choices.Select(choice => choice.Word))}");
    }
}
