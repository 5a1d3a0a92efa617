using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Charts;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>
/// A diagnosis as one HTML file: the answers first, then the findings, the pictures and the numbers. It holds no script
/// and asks for nothing from outside.
/// </summary>
public static class ReadingHtml
{
    /// <summary>Renders a page. The same input gives the same bytes.</summary>
    /// <exception cref="ArgumentException">An image has another size than the samples say.</exception>
    public static string Render(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        LatentReading reading = input.Diagnosis.Reading;
        return HtmlPage.Render($"The latent of {reading.Name}", page => Head(page, input.Diagnosis), page =>
        {
            Answers(page, input.Diagnosis);
            FindingCards.Write(page, input.Diagnosis.Findings);
            Pictures(page, input);
            QuantityTables.Write(page, reading);
        });
    }

    private static void Head(MarkupWriter page, Diagnosis diagnosis)
    {
        LatentReading reading = diagnosis.Reading;
        page.Element("h1", $"The latent of {reading.Name}");
        page.Element("p",
            $"{Spelling.Count(reading.Examples)} held-out examples, {Spelling.Count(reading.Dimensions)} latent " +
                $"dimensions, {Spelling.Prior(reading.PriorIsStandard)}.",
            ("class", "soft"));
        string level = diagnosis.Verdict.Level is { } found ? Spelling.Of(found) : "note";
        page.Open("p", ("class", $"finding {level}"), ("id", "verdict"));
        page.Element("strong", "Verdict", ("class", "level"));
        page.Text(HtmlText.Of(": " + diagnosis.Verdict.Text));
        page.Close();
        LatentQuantities quantities = reading.Quantities;
        ObjectiveRole role = reading.PosteriorVarianceRole;
        page.Open("dl", ("class", "facts"));
        Fact(
            page,
            "Posterior variance, V_post",
            quantities.PosteriorVariance.Value is { } variance ? Figures.Of(variance.Mean) : "none",
            quantities.PosteriorVariance.Value is { } own
                ? $"a standard deviation of {Figures.Of(own.StandardDeviation)} latent units"
                : $"a latent of the {reading.Family.Name} family has no variance");
        Fact(
            page,
            "Its role in the objective",
            Spelling.Of(role.Role).Replace('_', ' '),
            role.Weight is { } weight ? $"weight {Figures.Chosen(weight)}" : "the weight was not given");
        Fact(
            page,
            "Variance of the prior",
            quantities.PriorVariance.Value is { } prior ? Figures.Of(prior.Mean) : "not measured",
            quantities.PriorVariance.Value is { } broad
                ? $"a standard deviation of {Figures.Of(broad.StandardDeviation)}"
                : $"needs {quantities.PriorVariance.Needs}");
        Fact(
            page,
            "Noise share",
            quantities.NoiseShare.Value is { } noise ? Figures.Percent(noise.Mean.Value) : "not measured",
            quantities.NoiseShare.Value is not null
                ? "of the latent's variance is sampling noise"
                : $"needs {quantities.NoiseShare.Needs}");
        page.Close();
    }

    private static void Fact(MarkupWriter page, string name, string value, string note)
    {
        page.Open("div");
        page.Element("dt", name);
        page.Open("dd");
        page.Text(HtmlText.Of(value));
        page.Element("small", note);
        page.Close();
        page.Close();
    }

    private static void Answers(MarkupWriter page, Diagnosis diagnosis)
    {
        page.Element("h2", "Three questions", ("id", "questions"));
        int number = 0;
        foreach ((string question, IReadOnlyList<Answer> parts) in Spelling.ByQuestion(diagnosis.Answers))
        {
            page.Element("h3", $"{++number}. {question}");
            foreach (Answer answer in parts)
            {
                if (answer.Concern is { } concern)
                {
                    page.Open("div", ("class", "concern"));
                    page.Element("h4", $"{Capitalised(Spelling.Concern(concern))}: {Spelling.AskedOfConcern(answer)}");
                }

                page.Element("p", HtmlText.Of(answer.Text));
                Links(page, answer.Findings);
                if (answer.Concern is not null)
                    page.Close();
            }
        }
    }

    private static void Links(MarkupWriter page, IReadOnlyList<string> findings)
    {
        if (findings.Count == 0)
            return;
        page.Open("p", ("class", "soft"));
        page.Text("See ");
        for (int i = 0; i < findings.Count; i++)
        {
            if (i > 0)
                page.Text(", ");
            page.Element("a", findings[i], ("href", $"#{findings[i]}"));
        }

        page.Text(".");
        page.Close();
    }

    private static void Pictures(MarkupWriter page, ReportInput input)
    {
        LatentReading reading = input.Diagnosis.Reading;
        page.Element("h2", "Pictures", ("id", "pictures"));
        page.Open("div", ("class", "charts"));
        VarianceSummary? variance = reading.Quantities.PosteriorVariance.Value,
            priorVariance = reading.Quantities.PriorVariance.Value;
        if (variance is not null && reading.Quantities.NoiseShare.Value is { } noise)
            VarianceByDimension.Write(page, variance, noise, priorVariance);
        if (reading.Quantities.PriorKl.Value is { Parts: { } parts } kl)
            KlByDimension.Write(page, kl, parts);
        if (variance is not null)
            DeviationHistogram.Write(page, variance, priorVariance);
        NllGapChart.Write(page, reading.Quantities);
        if (reading.History is { } history)
            TrainingChart.Write(page, history);
        if (input.Map is { } map)
            LatentMapChart.Write(page, map);
        if (input.Samples is { } samples)
            DecoderSampleTable.Write(page, samples);
        page.Close();
    }

    private static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
