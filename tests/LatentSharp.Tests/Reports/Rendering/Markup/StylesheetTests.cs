using System.Globalization;
using System.Text.RegularExpressions;
using LatentSharp.Reports.Rendering.Markup;

namespace LatentSharp.Tests.Reports.Rendering.Markup;

/// <summary>Colours that words have stand out from what is behind them, as WCAG 2.2 measures it.</summary>
public partial class StylesheetTests
{
    private static readonly string[] Words =
    [
        "ink", "soft", "posterior", "note", "warning", "error", "well",
        .. Enumerable.Range(0, 10).Select(i => $"c{i}"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Words_have_a_contrast_of_4_5_in_the_light_and_in_the_dark(int scheme)
    {
        Dictionary<string, string> colours = Colours(scheme);
        Assert.All(
            from word in Words
            from ground in (string[])["page", "card"]
            select (word, ground),
            pair => IsLegible(colours, pair.word, pair.ground));
        Assert.All(
            (string[])["note", "warning", "error", "well"],
            level =>
            {
                IsLegible(colours, "ink", level + "-tint");
                IsLegible(colours, "soft", level + "-tint");
                IsLegible(colours, "posterior", level + "-tint");
                IsLegible(colours, "page", level);
            });
    }

    private static void IsLegible(Dictionary<string, string> colours, string word, string ground)
    {
        double a = Luminance(colours[word]), b = Luminance(colours[ground]);
        double contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        Assert.True(contrast >= 4.5, FormattableString.Invariant($"{word} on {ground}: {contrast:F2}"));
    }

    // The light scheme's rule comes first, the dark one's second.
    private static Dictionary<string, string> Colours(int scheme) =>
        Colour().Matches(Root().Matches(Stylesheet.Text)[scheme].Value)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static double Luminance(string hex)
    {
        double[] linear =
        [
            .. Enumerable.Range(0, 3)
                .Select(i => hex.Substring(2 * i, 2))
                .Select(part => int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
                .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)),
        ];
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex Colour();
}
