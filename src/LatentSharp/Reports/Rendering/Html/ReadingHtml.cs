using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>
/// A diagnosis as one HTML file: the verdict with the picture that shows it, then the answers, the findings, the other
/// pictures, the numbers, and from what they were made. It holds no script and asks for nothing from outside.
/// </summary>
public static class ReadingHtml
{
    /// <summary>Renders a page. The same input gives the same bytes.</summary>
    /// <exception cref="ArgumentException">An image has another size than the samples say.</exception>
    public static string Render(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Diagnosis diagnosis = input.Diagnosis;
        string title = $"The latent of {diagnosis.Reading.Name}";
        IReadOnlyList<Picture> pictures = Pictures.Of(input);
        Picture? answer = Pictures.Leading(pictures, diagnosis);
        return HtmlPage.Render(
            title,
            page => Head(page, title, diagnosis.Reading),
            page =>
            {
                Lead(page, diagnosis, answer);
                Answers(page, diagnosis);
                FindingCards.Write(page, diagnosis.Findings);
                page.Element("h2", "Pictures", ("id", "pictures"));
                page.Open("div", ("class", "charts"));
                foreach (Picture picture in pictures.Where(picture => picture != answer))
                    picture.Write(page);
                page.Close();
                QuantityTables.Write(page, diagnosis.Reading);
            },
            page => OriginFooter.Write(page, input));
    }

    private static void Head(MarkupWriter page, string title, LatentReading reading)
    {
        page.Element("h1", title);
        page.Element("p",
            $"{Spelling.Count(reading.Examples)} held-out examples, {Spelling.Extent(reading)}, "
                + $"{Spelling.Prior(reading)}.",
            ("class", "soft"));
    }

    // What a reader in a hurry sees: the verdict, and the picture that shows it.
    private static void Lead(MarkupWriter page, Diagnosis diagnosis, Picture? answer)
    {
        page.Open("section", ("class", answer is null ? "lead" : "lead pictured"), ("aria-label", "Verdict"));
        Verdict(page, diagnosis);
        answer?.Write(page);
        Facts(page, diagnosis.Reading);
        page.Close();
        page.Open("nav", ("aria-label", "On this page"));
        foreach (string part in (string[])["questions", "findings", "pictures", "quantities", "origin"])
            page.Element("a", Capitalised(part), ("href", $"#{part}"));
        page.Close();
    }

    // The level is told by a word and a sign as well as by colour.
    private static void Verdict(MarkupWriter page, Diagnosis diagnosis)
    {
        Verdict verdict = diagnosis.Verdict;
        (string style, string sign) = verdict switch
        {
            { Level: FindingLevel.Error } => ("error", "\u2715"),
            { Level: FindingLevel.Warning } => ("warning", "!"),
            { IsOpen: true } => ("note", "?"),
            _ => ("well", "\u2713"),
        };
        string begin = verdict.Word + ": ";
        page.Open("div", ("class", $"verdict {style}"), ("id", "verdict"));
        page.Open("p");
        page.Open("strong", ("class", "word"));
        page.Element("span", sign, ("aria-hidden", "true"));
        page.Text(" " + verdict.Word);
        page.Close();
        page.Text(HtmlText.Of(verdict.Text.StartsWith(begin, StringComparison.Ordinal)
            ? Capitalised(verdict.Text[begin.Length..])
            : verdict.Text));
        page.Close();
        Links(page, [.. diagnosis.Findings.Where(finding => finding.Level > FindingLevel.Note).Select(f => f.Id)]);
        page.Close();
    }

    private static void Facts(MarkupWriter page, LatentReading reading)
    {
        page.Open("dl", ("class", "facts"));
        if (reading.Values is null)
            VarianceFacts(page, reading);
        else
            ValueFacts(page, reading);
        page.Close();
    }

    private static void ValueFacts(MarkupWriter page, LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        if (quantities.PosteriorEntropy.Value is { } entropy)
            Fact(
                page,
                "Posterior entropy",
                Figures.Of(entropy.Value),
                $"nats of at most {Figures.Of(entropy.Ceiling)}; {Figures.Of(entropy.EffectiveValues)} values open in "
                    + "an example");
        if (quantities.Usage.Value is { } usage)
            Fact(
                page,
                "Values taken",
                Figures.Of(usage.EffectiveValues),
                $"of {usage.Values}, over all examples");
        if (quantities.MutualInformation.Value is { } information)
            Fact(page, "Mutual information", Figures.Of(information.Value), "nats that z says about its example");
        Fact(
            page,
            "Alignment with labels",
            quantities.Alignment.Value is { } alignment ? Figures.Of(alignment.Accuracy) : "not measured",
            quantities.Alignment.Value is { } aligned
                ? $"{Figures.Of(aligned.Chance.Value)} by chance"
                : $"needs {quantities.Alignment.Needs}");
    }

    private static void VarianceFacts(MarkupWriter page, LatentReading reading)
    {
        LatentQuantities quantities = reading.Quantities;
        ObjectiveRole role = reading.PosteriorVarianceRole;
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
                ? "of a dimension's variance is sampling noise, on average"
                : $"needs {quantities.NoiseShare.Needs}");
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

    private static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
