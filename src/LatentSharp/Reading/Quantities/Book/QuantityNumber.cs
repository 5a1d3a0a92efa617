namespace LatentSharp.Reading.Quantities.Book;

/// <summary>How a number, or several, are taken from a measured value.</summary>
internal sealed class QuantityNumber<T>
    where T : class
{
    private readonly string? part;
    private readonly Func<T, string, IEnumerable<QuantityValue>> take;

    /// <summary>The number itself.</summary>
    public QuantityNumber(Func<T, Estimate> estimate)
        : this(null, (value, key) => [Known(key, estimate(value))])
    {
    }

    /// <summary>The number itself, exact for the evidence.</summary>
    public QuantityNumber(Func<T, double> exact)
        : this(null, (value, key) => [new QuantityValue(key, exact(value), null, null)])
    {
    }

    /// <summary>A part that is exact for the evidence.</summary>
    public QuantityNumber(string part, Func<T, double> exact)
        : this(part, (value, key) => [new QuantityValue(key, exact(value), null, null)])
    {
    }

    /// <summary>A part that is exact for the evidence, where it was measured.</summary>
    public QuantityNumber(string part, Func<T, double?> exact, string needs)
        : this(part, (value, key) => [
            exact(value) is { } number
                ? new QuantityValue(key, number, null, null)
                : new QuantityValue(key, null, null, needs)])
    {
    }

    /// <summary>A part that may be missing though the rest was measured.</summary>
    public QuantityNumber(string part, Func<T, Measured<Estimate>> estimate)
        : this(part, (value, key) => [Found(key, estimate(value))])
    {
    }

    /// <summary>As many parts as there are.</summary>
    public QuantityNumber(Func<T, IEnumerable<(string Part, Estimate Value)>> parts)
        : this(null, (value, key) => parts(value).Select(each => Known($"{key}.{each.Part}", each.Value)))
    {
    }

    private QuantityNumber(string? part, Func<T, string, IEnumerable<QuantityValue>> take) =>
        (this.part, this.take) = (part, take);

    /// <summary>The numbers under the quantity's key.</summary>
    public IEnumerable<QuantityValue> In(string key, Measured<T> measured)
    {
        string name = part is null ? key : $"{key}.{part}";
        return measured.IsMeasured
            ? take(measured.Value, name)
            : [new QuantityValue(name, null, null, measured.Needs)];
    }

    private static QuantityValue Found(string key, Measured<Estimate> estimate) =>
        estimate.IsMeasured ? Known(key, estimate.Value) : new QuantityValue(key, null, null, estimate.Needs);

    private static QuantityValue Known(string key, Estimate estimate) =>
        new(key, estimate.Value, estimate.StandardError, null);
}
