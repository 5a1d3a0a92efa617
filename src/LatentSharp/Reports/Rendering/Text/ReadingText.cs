using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reports.Documents;

namespace LatentSharp.Reports.Rendering.Text;

/// <summary>A diagnosis for a terminal: the three questions first, then the findings, then every quantity.</summary>
public static class ReadingText
{
    internal const int NarrowestWidth = 40;

    // Three columns need room for words in the third.
    private const int NameColumn = 26, ReadingColumn = 46, ReadingRoom = 34;

    /// <summary>Renders a diagnosis.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="width">Characters to a line; fewer than 40 are taken for 40.</param>
    /// <param name="colour">Whether to write ANSI escape sequences.</param>
    public static string Render(Diagnosis diagnosis, int width = 100, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var page = new TextPage(Math.Max(width, NarrowestWidth), colour);
        WriteHead(page, diagnosis);
        WriteAnswers(page, diagnosis.Answers);
        WriteFindings(page, diagnosis.Findings);
        WriteQuantities(page, diagnosis.Reading);
        return page.ToString();
    }

    /// <summary>Renders the answers and a count of the findings: what a training ends with.</summary>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <param name="width">Characters to a line; fewer than 40 are taken for 40.</param>
    /// <param name="colour">Whether to write ANSI escape sequences.</param>
    public static string RenderAnswers(Diagnosis diagnosis, int width = 100, bool colour = false)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var page = new TextPage(Math.Max(width, NarrowestWidth), colour);
        WriteVerdict(page, diagnosis.Verdict);
        page.Blank();
        WriteAnswers(page, diagnosis.Answers);
        page.Write("", $"Findings: {Spelling.Tally(diagnosis.Findings)}", TextStyle.Bold);
        foreach (Finding finding in diagnosis.Findings)
            page.Write($"  {Spelling.Of(finding.Level)} {finding.Id}  ", finding.Title, indent: 4);
        return page.ToString();
    }

    /// <summary>Writes findings, each with its evidence, its limits and what to do next.</summary>
    internal static void WriteFindings(TextPage page, IReadOnlyList<Finding> findings)
    {
        page.Write("", $"Findings: {Spelling.Tally(findings)}", TextStyle.Bold);
        foreach (Finding finding in findings)
        {
            TextStyle style = finding.Level switch
            {
                FindingLevel.Error => TextStyle.Red,
                FindingLevel.Warning => TextStyle.Yellow,
                _ => TextStyle.Cyan,
            };
            page.Blank();
            page.Write($"{Spelling.Of(finding.Level)} {finding.Id} ", finding.Title, TextStyle.Bold, style, indent: 4);
            string lead = "    evidence      ";
            foreach (EvidenceItem item in finding.Evidence)
            {
                page.Write(lead, item.Text);
                lead = new string(' ', lead.Length);
            }

            page.Write("    limits        ", finding.DoesNotSay);
            page.Write("    next step     ", finding.NextStep);
            if (Spelling.RulePage(finding.Id) is { } rulePage)
                page.Write("    explained in  ", rulePage, TextStyle.Faint);
        }

        page.Blank();
    }

    private static void WriteVerdict(TextPage page, Verdict verdict) =>
        page.Write("Verdict: ", verdict.Text, TextStyle.Bold, verdict.Level switch
        {
            FindingLevel.Error => TextStyle.Red,
            FindingLevel.Warning => TextStyle.Yellow,
            _ => TextStyle.Cyan,
        });

    private static void WriteHead(TextPage page, Diagnosis diagnosis)
    {
        LatentReading reading = diagnosis.Reading;
        page.Write("", $"The latent of {reading.Name}", TextStyle.Bold);
        page.Write(
            "",
            $"{Spelling.Count(reading.Examples)} held-out examples, {Spelling.Extent(reading)}, "
                + $"{Spelling.Prior(reading)}");
        page.Blank();
        WriteVerdict(page, diagnosis.Verdict);
        page.Blank();
        page.Write("", Spelling.Headline(reading));
        page.Blank();
    }

    private static void WriteAnswers(TextPage page, IReadOnlyList<Answer> answers)
    {
        int number = 0;
        foreach ((string question, IReadOnlyList<Answer> parts) in Spelling.ByQuestion(answers))
        {
            number++;
            page.Write($"{number}. ", question, TextStyle.Bold, TextStyle.Bold);
            foreach (Answer answer in parts)
            {
                if (answer.Concern is { } concern)
                    page.Write(
                        "   ",
                        $"{Spelling.Concern(concern)}: {Spelling.AskedOfConcern(answer)}",
                        TextStyle.Bold);
                string lead = answer.Concern is null ? "   " : "     ";
                page.Write(lead, answer.Text);
                if (answer.Findings.Count > 0)
                    page.Write(lead, $"See {string.Join(", ", answer.Findings)} below.", TextStyle.Faint);
            }

            page.Blank();
        }
    }

    private static void WriteQuantities(TextPage page, LatentReading reading)
    {
        page.Write("", "Quantities", TextStyle.Bold);
        page.Write("", QuantityTable.Legend, TextStyle.Faint);
        page.Blank();
        bool columns = page.Width - ReadingColumn >= ReadingRoom;
        foreach (QuantityLine line in QuantityTable.Of(reading))
        {
            string name = line.IsPart ? $"  {line.Name}" : line.Name;
            if (line.Value is null)
            {
                string lead = columns ? $"{name} ".PadRight(NameColumn) : $"{name}: ";
                page.Write(
                    lead,
                    $"not measured: {line.Reading}",
                    TextStyle.Faint,
                    TextStyle.Faint,
                    indent: columns ? null : 4);
            }
            else if (columns)
            {
                page.Write($"{$"{name} ".PadRight(NameColumn)}{line.Value} ".PadRight(ReadingColumn), line.Reading);
            }
            else
            {
                page.Write($"{name}: ", line.Value);
                page.Write("    ", line.Reading, TextStyle.Faint);
            }
        }
    }
}
