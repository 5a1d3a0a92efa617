namespace LatentSharp.Reading.Quantities.Book;

/// <summary>A quantity as one number, as tables and comparisons need it.</summary>
/// <param name="Quantity">Its key, or a part of one such as <c>prior_kl.mean_part</c>.</param>
/// <param name="Value">The number; null where it was not measured.</param>
/// <param name="StandardError">Its standard error; null where none is known.</param>
/// <param name="Needs">What would supply it; null where it was measured.</param>
public sealed record QuantityValue(string Quantity, double? Value, double? StandardError, string? Needs);
