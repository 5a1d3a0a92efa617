using LatentSharp.Reading;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Reports.Rendering.Json;
using LatentSharp.Reports.Rendering.Sarif;
using LatentSharp.Reports.Rendering.Text;

namespace LatentSharp.Cli;

/// <summary>A report in the format that was asked for.</summary>
internal sealed class ReportFormat(string name, bool toFile)
{
    /// <summary>Renders a reading.</summary>
    /// <param name="report">The reading.</param>
    /// <param name="source">The path that was read.</param>
    public string Render(ReportInput report, string source) => name switch
    {
        "json" => ReadingJson.Render(report.Diagnosis),
        "sarif" => ReadingSarif.Render(report.Diagnosis, source),
        "html" => ReadingHtml.Render(report),
        _ => ReadingText.Render(report.Diagnosis, Width, Colour),
    };

    /// <summary>
    /// Renders two readings side by side; SARIF lists the findings of the later one with those that need both.
    /// </summary>
    public string Render(ReadingComparison comparison, Diagnosis later, string source) => name switch
    {
        "json" => ComparisonJson.Render(comparison),
        "sarif" => ReadingSarif.Render(later with { Findings = [.. later.Findings, .. comparison.Findings] }, source),
        "html" => ComparisonHtml.Render(comparison),
        _ => ComparisonText.Render(comparison, Width, Colour),
    };

    /// <summary>The width to wrap text at.</summary>
    public int Width => toFile || Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 120);

    /// <summary>The width that a table may take: where there is no terminal, that of the widest one.</summary>
    public int TableWidth => toFile || Console.IsOutputRedirected ? 120 : Width;

    /// <summary>Whether the output takes colours.</summary>
    public bool Colour => !toFile && !Console.IsOutputRedirected && Terminal.TakesControlCodes();
}
