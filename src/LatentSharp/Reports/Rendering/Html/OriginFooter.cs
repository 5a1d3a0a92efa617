using System.Globalization;
using LatentSharp.Reading;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;
using LatentSharp.Words;

namespace LatentSharp.Reports.Rendering.Html;

/// <summary>From what a page was made: data, seed, configuration, version and date.</summary>
internal static class OriginFooter
{
    public static void Write(MarkupWriter page, ReportInput input)
    {
        Diagnosis diagnosis = input.Diagnosis;
        page.Element("h2", "Origin", ("id", "origin"));
        page.Open("dl", ("class", "origin"));
        if (input.Origin is { } origin)
        {
            Entry(page, "Data", $"{origin.Data}: {Spelling.Count(origin.Train)} training, "
                + $"{Spelling.Count(origin.Validation)} validation and {Spelling.Count(origin.Test)} test examples");
            Entry(page, "Fingerprint", origin.Fingerprint);
            Entry(page, "Seed", origin.Seed.ToString(CultureInfo.InvariantCulture));
            if (diagnosis.Reading.History?.Best is { } best)
                Entry(
                    page,
                    "Weights",
                    $"epoch {best.Epoch + 1}, the best by its validation, after {Spelling.Count(best.Step)} steps");
            Entry(page, "Recorded", origin.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        else
        {
            Entry(page, "Arrays", diagnosis.Reading.Name);
        }

        Entry(page, "Read by", $"LatentSharp {LibraryVersion.Short}");
        page.Close();
        if (input.Origin?.Configuration is not { Count: > 0 } configuration)
            return;
        page.Open("details");
        page.Element("summary", "Configuration");
        page.Open("dl", ("class", "origin"));
        foreach ((string key, string value) in configuration)
        {
            page.Open("dt");
            page.Element("code", key);
            page.Close();
            page.Element("dd", value);
        }

        page.Close();
        page.Close();
    }

    private static void Entry(MarkupWriter page, string name, string value)
    {
        page.Element("dt", name);
        page.Element("dd", value);
    }
}
