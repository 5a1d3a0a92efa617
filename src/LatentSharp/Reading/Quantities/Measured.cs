using System.Diagnostics.CodeAnalysis;

namespace LatentSharp.Reading.Quantities;

/// <summary>A quantity, or what would have to be supplied to measure it.</summary>
public sealed class Measured<T>
    where T : class
{
    private Measured(T? value, string? needs) => (Value, Needs) = (value, needs);

    /// <summary>The quantity; null when it was not measured.</summary>
    public T? Value { get; }

    /// <summary>The arrays or options that would supply the evidence; null when it was measured.</summary>
    public string? Needs { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Needs))]
    public bool IsMeasured => Value is not null;

    /// <summary>A measured quantity.</summary>
    public static implicit operator Measured<T>(T value) => new(value, null);

    /// <summary>A quantity whose evidence is missing.</summary>
    /// <param name="needs">What would supply it, such as <c>prior_mean and prior_logvar</c>.</param>
    public static Measured<T> Missing(string needs) => new(null, needs);
}
