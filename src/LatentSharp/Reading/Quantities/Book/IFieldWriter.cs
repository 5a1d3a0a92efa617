namespace LatentSharp.Reading.Quantities.Book;

/// <summary>Where a quantity puts its fields, in their order; JSON is one such place.</summary>
internal interface IFieldWriter
{
    /// <summary>A number; null where there is none.</summary>
    void Real(string name, double? value);

    /// <summary>Numbers.</summary>
    void Reals(string name, ReadOnlySpan<double> values);

    /// <summary>A whole number.</summary>
    void Whole(string name, long value);

    /// <summary>Whole numbers.</summary>
    void Wholes(string name, IEnumerable<long> values);

    /// <summary>A text.</summary>
    void Text(string name, string value);

    /// <summary>Yes or no.</summary>
    void Flag(string name, bool value);

    /// <summary>Fields of its own under a name.</summary>
    void Object<T>(string name, T value, Action<IFieldWriter, T> fields);

    /// <summary>Several such under one name.</summary>
    void Objects<T>(string name, IEnumerable<T> values, Action<IFieldWriter, T> fields);
}
