namespace LatentSharp.Reading.Quantities.Book;

/// <summary>A line of the table of quantities.</summary>
/// <param name="Name">The quantity's key; a part of the quantity above is indented by its renderer.</param>
/// <param name="IsPart">Whether it belongs to the quantity above.</param>
/// <param name="Value">The value with its error; null where it was not measured.</param>
/// <param name="Reading">How to read the value, or what would supply the evidence.</param>
internal sealed record QuantityLine(string Name, bool IsPart, string? Value, string Reading);
