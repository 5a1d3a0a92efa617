namespace LatentSharp.Objectives;

/// <summary>What others need to know about a term of the objective.</summary>
/// <param name="Name">The name in logs, reports and configuration, in snake_case.</param>
/// <param name="Meaning">What the term measures, in a few words.</param>
/// <param name="Unit">The unit of its values, such as nats.</param>
/// <param name="Needs">The draws of z that it reads.</param>
/// <param name="DefaultWeight">The weight where none is given; 0 makes it a diagnostic.</param>
public sealed record TermInfo(string Name, string Meaning, string Unit, DrawPlan Needs, double DefaultWeight);
