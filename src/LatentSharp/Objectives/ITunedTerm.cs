namespace LatentSharp.Objectives;

/// <summary>A term whose equation has numbers of its own, beside its weight.</summary>
public interface ITunedTerm : IObjectiveTerm
{
    /// <summary>The numbers, with their keys in a configuration.</summary>
    IReadOnlyList<TermSetting> Settings { get; }

    /// <summary>The same term with other numbers.</summary>
    /// <param name="numbers">One for each of <see cref="Settings"/>, in their order.</param>
    IObjectiveTerm With(IReadOnlyList<double> numbers);
}
