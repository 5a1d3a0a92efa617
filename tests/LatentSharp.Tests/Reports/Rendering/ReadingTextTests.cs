using LatentSharp.Reports.Rendering.Text;

namespace LatentSharp.Tests.Reports.Rendering;

public sealed class ReadingTextTests
{
    [Fact]
    public void A_full_reading_prints_as_its_golden_file() =>
        GoldenFile.Agrees("reading.txt", ReadingText.Render(SampleDiagnosis.Full));

    [Fact]
    public void A_bare_reading_on_a_narrow_terminal_prints_as_its_golden_file() =>
        GoldenFile.Agrees("reading-bare-narrow.txt", ReadingText.Render(SampleDiagnosis.Bare, width: 60));

    [Fact]
    public void The_questions_come_before_the_findings_and_these_before_the_quantities()
    {
        string text = ReadingText.Render(SampleDiagnosis.Full);
        int[] places =
        [
            text.IndexOf("1. Is the term", StringComparison.Ordinal),
            text.IndexOf("2. Which concern", StringComparison.Ordinal),
            text.IndexOf("3. Did the", StringComparison.Ordinal),
            text.IndexOf("Findings:", StringComparison.Ordinal),
            text.IndexOf("Quantities", StringComparison.Ordinal),
        ];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(160)]
    public void No_line_is_wider_than_asked(int width)
    {
        foreach (string line in ReadingText.Render(SampleDiagnosis.Full, width).Split('\n'))
            Assert.True(line.Length <= width, $"{line.Length} characters: {line}");
    }

    [Fact]
    public void Colour_is_written_only_when_asked_and_changes_no_word()
    {
        string plain = ReadingText.Render(SampleDiagnosis.Full),
            coloured = ReadingText.Render(SampleDiagnosis.Full, colour: true);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains("\u001b[33mwarning LS5001", coloured, StringComparison.Ordinal);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9]+m", ""));
    }

    [Fact]
    public void A_name_cannot_command_the_terminal() =>
        Assert.DoesNotContain(ReadingText.Render(SampleDiagnosis.Hostile), c => char.IsControl(c) && c != '\n');

    [Fact]
    public void What_is_missing_names_what_would_supply_it() =>
        Assert.Contains(
            "not measured: needs labels or factors",
            ReadingText.Render(SampleDiagnosis.Bare),
            StringComparison.Ordinal);
}
