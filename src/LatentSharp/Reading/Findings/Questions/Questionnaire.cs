namespace LatentSharp.Reading.Findings.Questions;

/// <summary>
/// The questions in their order: what V_post is in the objective, then each concern on its own evidence, then the
/// optimisation. The order matters: a large V_post means something else where nothing asked for less.
/// </summary>
internal static class Questionnaire
{
    public static IReadOnlyList<IQuestion> InOrder { get; } =
    [
        new RoleOfTheTerm(),
        new SemanticAlignment(),
        new SampledLatentStability(),
        new PriorMatching(),
        new RouterRecovery(),
        new Divergence(),
    ];
}
