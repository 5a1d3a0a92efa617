using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Reports.Rendering.Charts;

/// <summary>Examples across, and down what the decoder makes of their latents.</summary>
internal static class DecoderSampleTable
{
    public static void Write(MarkupWriter page, DecoderSamples samples)
    {
        if (samples.Examples.Count == 0)
            return;
        page.Open("figure", ("class", "wide"));
        HtmlPage.OpenTable(
            page,
            "What the decoder draws",
            "images",
            ["z", .. samples.Examples.Select((_, index) => Name(samples, index))]);
        WriteRow(page, samples, "the example itself", example => [.. example.Truth]);
        WriteRow(page, samples, "mean of q", example => [.. example.AtPosteriorMean]);
        int draws = samples.Examples.Min(example => example.FromRouter.Count);
        for (int draw = 0; draw < draws; draw++)
        {
            int number = draw;
            WriteRow(page, samples, $"router, draw {draw + 1}: mean", example => example.FromRouter[number]);
            if (samples.Examples.All(example => example.Drawn.Count > number))
                WriteRow(page, samples, $"router, draw {draw + 1}: sample", example => example.Drawn[number]);
        }

        HtmlPage.CloseTable(page);
        page.Element("figcaption",
            "Each column is one held-out example: itself, the decoder's mean at the mean of q (which has seen the "
                + "answer), and at draws of the router (which has not). A sample is drawn from the likelihood at the "
                + "same z: a mean is not what the model generates. Draws that differ down a column show what the "
                + "router leaves open.");
        page.Close();
    }

    private static void WriteRow(
        MarkupWriter page,
        DecoderSamples samples,
        string name,
        Func<DecodedExample, float[]> image)
    {
        page.Open("tr");
        page.Element("th", name, ("scope", "row"));
        for (int i = 0; i < samples.Examples.Count; i++)
        {
            page.Open("td");
            page.Empty(
                "img",
                ("alt", $"example {Name(samples, i)}, {name}"),
                ("width", SvgCanvas.Number(samples.Width)),
                ("height", SvgCanvas.Number(samples.Height)),
                ("src", GreyPng.DataUri(image(samples.Examples[i]), samples.Width, samples.Height)));
            page.Close();
        }

        page.Close();
    }

    private static string Name(DecoderSamples samples, int index) =>
        samples.Examples[index].Label ?? SvgCanvas.Number(index + 1);
}
