namespace LatentSharp.Reading.Quantities.Book;

/// <summary>What every place of fields writes in the same way.</summary>
internal static class FieldWriting
{
    /// <summary>A mean and its standard error as two fields.</summary>
    public static void Estimate(this IFieldWriter fields, Estimate estimate)
    {
        fields.Real("value", estimate.Value);
        fields.Real("standard_error", estimate.StandardError);
    }

    /// <summary>A mean and its standard error under a name, or what it needs.</summary>
    public static void Estimate(this IFieldWriter fields, string name, Measured<Estimate> estimate) =>
        fields.Measured(name, estimate, Estimate);

    /// <summary>Fields under a name, or what they need.</summary>
    public static void Measured<T>(
        this IFieldWriter fields,
        string name,
        Measured<T> measured,
        Action<IFieldWriter, T> write)
        where T : class
    {
        if (measured.IsMeasured)
        {
            fields.Object(name, measured.Value, write);
            return;
        }

        fields.Object(name, measured.Needs, (missing, needs) =>
        {
            missing.Flag("measured", false);
            missing.Text("needs", needs);
        });
    }
}
