using System.Text.RegularExpressions;
using System.Xml.Linq;
using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Probes;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
using LatentSharp.Tests.Reading;
using LatentSharp.Words;

namespace LatentSharp.Tests.Reports.Rendering;

/// <summary>Pages are well-formed XML too, so that their structure can be asked for.</summary>
public sealed partial class ReadingHtmlTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly ReportInput Full = new(
        SampleDiagnosis.Full,
        new LatentMap(
            [new(1, 2), new(-1, 0), new(0, -2)],
            [new(0.5, 1), new(-0.5, 0), new(double.NaN, 0)],
            [0, 7, 11],
            0.62),
        new DecoderSamples(
            2,
            1,
            [
                new DecodedExample(
                    "seven",
                    [0, 1],
                    [0.25f, 0.75f],
                    [
                        [0.2f, 0.8f],
                        [0.3f, 0.7f],
                    ])
                {
                    Drawn =
                    [
                        [0, 1],
                        [1, 1],
                    ],
                },
            ]))
    {
        Generated =
        [
            new GeneratedColumn(
                "<height>", [0, 1, 2], [], [0.5, 0.5], [0.25, 0.7], [0.1, 1, 1.9], [0.2, 1.5, 1.95]),
            new GeneratedColumn("kind", [], ["a", "<b>"], [0.25, 0.75], [0.3, 0.7], [], []),
        ],
        Origin = new ReportOrigin(
            "digits", "ced44ed1", 1257, 270, 270, 7, new DateOnly(2026, 2, 3), [("data", "<digits>"), ("seed", "7")]),
    };

    public static TheoryData<string> Names => ["full", "bare", "hostile"];

    public static TheoryData<string> Pages => ["full", "bare", "hostile", "comparison", "sweep", "values"];

    private static string Page(string name) => name switch
    {
        "full" => ReadingHtml.Render(Full),
        "bare" => ReadingHtml.Render(new ReportInput(SampleDiagnosis.Bare, null, null)),
        "hostile" => ReadingHtml.Render(Full with { Diagnosis = SampleDiagnosis.Hostile }),
        "comparison" => ComparisonHtml.Render(SampleDiagnosis.Comparison),
        "values" => ReadingHtml.Render(new ReportInput(Diagnosis.Of(HandMadeValues.Full), null, null)),
        _ => SweepHtml.Render(SampleDiagnosis.Sweep),
    };

    private static XElement Root(string page) => XDocument.Parse(page).Root!;

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_well_formed_and_asks_for_nothing(string name)
    {
        string page = Page(name);
        XElement root = Root(page);
        Assert.Equal("en", root.Attribute("lang")?.Value);
        Assert.Empty(root.Descendants("script"));
        Assert.Empty(root.Descendants("link"));
        Assert.DoesNotContain(
            AbsoluteAddress().Matches(page),
            match => !page[match.Index..].StartsWith(Svg.NamespaceName, StringComparison.Ordinal));
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        foreach (
            XAttribute source in root.Descendants()
                .Attributes()
                .Where(attribute => attribute.Name.LocalName is "src" or "href"))
            Assert.True(
                source.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal)
                    || source.Value.StartsWith('#'),
                source.Value);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_within_the_page_have_their_ends_and_ids_are_unique(string name)
    {
        XElement root = Root(Page(name));
        string[] ids = [.. root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        foreach (XAttribute link in root.Descendants("a").Attributes("href"))
            Assert.Contains(link.Value[1..], ids);
        foreach (
            XAttribute fill in root.Descendants()
                .Attributes("fill")
                .Where(fill => fill.Value.StartsWith("url(#", StringComparison.Ordinal)))
            Assert.Contains(fill.Value[5..^1], ids);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_picture_has_a_title_a_description_and_a_caption(string name)
    {
        XElement root = Root(Page(name));
        foreach (XElement picture in root.Descendants(Svg + "svg"))
        {
            Assert.Equal("img", picture.Attribute("role")?.Value);
            Assert.NotEmpty(picture.Element(Svg + "title")!.Value);
            Assert.NotEmpty(picture.Element(Svg + "desc")!.Value);
            string[] spoken = picture.Attribute("aria-labelledby")!.Value.Split(' ');
            Assert.Equal(picture.Element(Svg + "title")!.Attribute("id")!.Value, spoken[0]);
            Assert.Equal(picture.Element(Svg + "desc")!.Attribute("id")!.Value, spoken[1]);
        }

        foreach (XElement figure in root.Descendants("figure"))
            Assert.NotEmpty(Assert.Single(figure.Elements("figcaption")).Value);
        foreach (XElement image in root.Descendants("img"))
            Assert.NotEmpty(image.Attribute("alt")!.Value);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Coordinates_are_numbers(string name)
    {
        string[] positions = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "transform", "width", "height"];
        foreach (
            XAttribute attribute in Root(Page(name))
                .Descendants()
                .Where(element => element.Name.Namespace == Svg)
                .Attributes())
        {
            if (positions.Contains(attribute.Name.LocalName))
                Assert.DoesNotMatch("NaN|Infinity|E", attribute.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Headings_descend_a_level_at_a_time_and_the_answers_come_first(string name)
    {
        XElement[] headings =
        [
            .. Root(Page(name)).Descendants().Where(element => Regex.IsMatch(element.Name.LocalName, "^h[1-6]$")),
        ];
        int above = 0;
        foreach (XElement heading in headings)
        {
            int level = heading.Name.LocalName[1] - '0';
            Assert.True(level <= above + 1, $"{heading} follows a heading of level {above}");
            above = level;
        }

        Assert.Equal(
            ["Three questions", "Findings", "Pictures", "Quantities", "Origin"],
            headings.Where(heading => heading.Name == "h2").Select(heading => heading.Value));
        Assert.Single(headings, heading => heading.Name == "h1");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tables_have_captions_and_scoped_headers_and_scroll_alone(string name)
    {
        XElement[] tables = [.. Root(Page(name)).Descendants("table")];
        Assert.NotEmpty(tables);
        foreach (XElement table in tables)
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(
                table.Descendants("th"),
                header => Assert.Contains(header.Attribute("scope")?.Value, (string[])["col", "row"]));
            Assert.Equal("scroll", table.Parent!.Attribute("class")?.Value);
            Assert.Equal("0", table.Parent.Attribute("tabindex")?.Value);
            int columns = table.Element("thead")!.Descendants("th").Count();
            Assert.All(table.Element("tbody")!.Elements("tr"), row => Assert.Equal(columns, row.Elements().Count()));
        }
    }

    [Fact]
    public void Hostile_names_stay_texts()
    {
        string page = Page("hostile");
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        Assert.Contains(
            "runs/<script>alert(\"1\")</script>&'",
            Root(page).Descendants("h1").Single().Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_shows_its_level_in_words_its_evidence_and_its_limits()
    {
        XElement card = Root(Page("full")).Descendants("article").First();
        Assert.Equal("LS5001", card.Attribute("id")!.Value);
        Assert.StartsWith("warning LS5001", card.Element("h3")!.Value, StringComparison.Ordinal);
        Assert.Contains("usage gap 9.60\u00A0\u00B1\u00A00.20 nats", card.Value, StringComparison.Ordinal);
        Assert.Contains(SampleDiagnosis.Full.Findings[0].DoesNotSay, card.Value, StringComparison.Ordinal);
        XElement rule = Assert.Single(card.Elements("details"));
        Assert.Equal("The rule: LS5001 Router misses what x tells", rule.Element("summary")!.Value);
        Assert.Contains("A linear regression of q's means on x", rule.Value, StringComparison.Ordinal);
        Assert.Contains("docs/rules/LS5001.md", rule.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_are_drawn_for_what_was_measured_and_no_more()
    {
        string[] Pictures(string name) =>
            [
                .. Root(Page(name))
                    .Descendants(Svg + "svg")
                    .Select(picture => picture.Attribute("aria-labelledby")!.Value.Split("-title")[0]),
            ];
        Assert.Equal(
            [
                "calibration",
                "variance-by-dimension",
                "kl-by-dimension",
                "deviations",
                "nll-gaps",
                "learning",
                "training",
                "map-posterior",
                "map-router",
                "generated-1",
                "generated-2",
            ],
            Pictures("full"));
        Assert.Equal(["variance-by-dimension", "deviations"], Pictures("bare"));
    }

    [Theory]
    [InlineData(FindingLevel.Error, false, "error", "Mend first")]
    [InlineData(FindingLevel.Warning, false, "warning", "Act")]
    [InlineData(null, true, "note", "Note")]
    [InlineData(null, false, "well", "Well")]
    public void The_page_begins_with_the_verdict_in_a_word_and_the_picture_that_shows_it(
        FindingLevel? level,
        bool open,
        string style,
        string word)
    {
        var verdict = new Verdict(level, level is null ? "Nothing to do." : $"{word}: the router is lost.")
        {
            IsOpen = open,
        };
        XElement root = Root(ReadingHtml.Render(
            Full with { Diagnosis = SampleDiagnosis.Full with { Verdict = verdict } }));
        XElement[] lead = [.. root.Descendants("main").Single().Elements().First().Elements()];

        Assert.Equal($"verdict {style}", lead[0].Attribute("class")!.Value);
        XElement told = lead[0].Element("p")!;
        Assert.EndsWith(" " + word, told.Element("strong")!.Value, StringComparison.Ordinal);
        Assert.EndsWith(
            level is null ? "Nothing to do." : word + "\nThe router is lost.", told.Value, StringComparison.Ordinal);
        Assert.Equal("figure", lead[1].Name.LocalName);
        Assert.StartsWith(
            "calibration",
            lead[1].Element(Svg + "svg")!.Attribute("aria-labelledby")!.Value,
            StringComparison.Ordinal);
        Assert.Equal(
            "#LS5001",
            lead[0].Descendants("a").Single().Attribute("href")!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_its_landmarks_and_each_has_a_name(string name)
    {
        XElement body = Root(Page(name)).Element("body")!;
        Assert.Equal(["header", "main", "footer"], body.Elements().Select(element => element.Name.LocalName));
        string?[] named =
        [
            .. body.Descendants()
                .Where(element =>
                    element.Name.LocalName is "nav" or "section" || element.Attribute("role")?.Value == "region")
                .Select(element => element.Attribute("aria-label")?.Value),
        ];
        Assert.All(named, Assert.NotNull);
        Assert.Equal(named.Distinct(), named);
    }

    [Fact]
    public void The_page_ends_with_what_it_was_made_from()
    {
        string footer = Root(Page("full")).Descendants("footer").Single().Value;
        Assert.All(
            [
                "digits: 1,257 training, 270 validation and 270 test examples",
                "ced44ed1",
                "epoch 3, the best by its validation, after 600 steps",
                "2026-02-03",
                $"LatentSharp {LibraryVersion.Short}",
                "<digits>",
            ],
            text => Assert.Contains(text, footer, StringComparison.Ordinal));
        Assert.Contains(
            "latent.npz",
            Root(Page("bare")).Descendants("footer").Single().Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_epoch_is_marked_on_both_curves() =>
        Assert.Equal(
            2,
            Root(Page("full")).Descendants(Svg + "text").Count(text => text.Value == "best epoch 3"));

    [Fact]
    public void Samples_of_the_likelihood_stand_beside_the_means() =>
        Assert.Equal(
            [
                "the example itself",
                "mean of q",
                "router, draw 1: mean",
                "router, draw 1: sample",
                "router, draw 2: mean",
                "router, draw 2: sample",
            ],
            Root(Page("full"))
                .Descendants("table")
                .Single(table => table.Attribute("class")?.Value == "images")
                .Element("tbody")!
                .Descendants("th")
                .Select(header => header.Value));

    [Fact]
    public void Examples_on_the_map_are_drawn_as_their_labels()
    {
        XElement map = Root(Page("full"))
            .Descendants(Svg + "svg")
            .Single(picture =>
                picture.Attribute("aria-labelledby")!.Value.StartsWith("map-posterior", StringComparison.Ordinal));
        Assert.Equal(
            ["0", "7", "b"],
            map.Elements(Svg + "text")
                .Where(text => text.Attribute("class")!.Value.StartsWith("glyph", StringComparison.Ordinal))
                .Select(text => text.Value));
    }

    [Fact]
    public void The_training_chart_says_that_the_term_was_diagnostic_only_and_where_numbers_ended()
    {
        Assert.Contains("Its weight was 0 throughout: diagnostic only.", Page("full"), StringComparison.Ordinal);
        Assert.Contains("not finite at step 1000", Page("hostile"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_reading_gives_the_same_page() => Assert.Equal(Page("full"), Page("full"));

    [GeneratedRegex("[a-z]+://|url\\((?!#)")]
    private static partial Regex AbsoluteAddress();
}
