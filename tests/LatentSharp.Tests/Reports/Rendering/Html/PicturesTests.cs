using LatentSharp.Reading;
using LatentSharp.Reading.Findings;
using LatentSharp.Reading.Probes;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;

namespace LatentSharp.Tests.Reports.Rendering.Html;

public class PicturesTests
{
    private static readonly ReportInput Full = new(
        SampleDiagnosis.Full,
        new LatentMap([new(0, 1)], null, null, 0.5),
        Samples: null);

    [Theory]
    [InlineData("LS0002", "NllGaps")]
    [InlineData("LS0003", "Deviations")]
    [InlineData("LS1001", "Variance")]
    [InlineData("LS2001", "Variance")]
    [InlineData("LS2002", "Calibration")]
    [InlineData("LS2003", "Kl")]
    [InlineData("LS2004", "Map")]
    [InlineData("LS2005", "Calibration")]
    [InlineData("LS3001", "NllGaps")]
    [InlineData("LS4001", "NllGaps")]
    [InlineData("LS4002", "Map")]
    [InlineData("LS5001", "Calibration")]
    [InlineData("LS9001", "Learning")]
    [InlineData("LS9002", "Learning")]
    [InlineData("LS9003", "Training")]
    [InlineData("OWN0001", "Variance")]
    public void The_first_finding_chooses_the_picture_that_shows_it(string id, string kind) =>
        Assert.Equal(kind, Leading(Full, id)!.Kind.ToString());

    [Fact]
    public void Where_that_picture_is_missing_the_first_one_leads() =>
        Assert.Equal(
            PictureKind.Variance,
            Leading(new ReportInput(SampleDiagnosis.Bare, Map: null, Samples: null), "LS5001")!.Kind);

    private static Picture? Leading(ReportInput input, string id)
    {
        Diagnosis diagnosis = input.Diagnosis with
        {
            Findings = [new Finding(id, FindingLevel.Note, "", [], "", "")],
        };
        return Pictures.Leading(Pictures.Of(input), diagnosis);
    }
}
