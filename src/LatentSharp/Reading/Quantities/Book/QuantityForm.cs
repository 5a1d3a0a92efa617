namespace LatentSharp.Reading.Quantities.Book;

/// <summary>The three forms that a value of a type takes: numbers, lines of a table, and fields.</summary>
/// <param name="Numbers">What can be compared between readings.</param>
/// <param name="Lines">What a person reads.</param>
/// <param name="Fields">What a program reads.</param>
internal sealed record QuantityForm<T>(
    IReadOnlyList<QuantityNumber<T>> Numbers,
    Action<QuantityLines, T> Lines,
    Action<IFieldWriter, T> Fields)
    where T : class;
