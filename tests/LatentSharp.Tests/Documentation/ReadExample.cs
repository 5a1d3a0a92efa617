#region read
using LatentSharp.Compute;
using LatentSharp.Reading.Findings;
using LatentSharp.Reports;
using LatentSharp.Reports.Documents;
using LatentSharp.Reports.Rendering.Html;
#endregion

namespace LatentSharp.Tests.Documentation;

/// <summary>The reading of docs/library.md.</summary>
internal static class ReadExample
{
    public static ReportInput Read(string directory, string page)
    {
        #region read
        using var device = Device.Cpu();
        ReportInput report = ReportSource.Read(directory, device);
        foreach (Answer answer in report.Diagnosis.Answers)
            Console.WriteLine($"{answer.Question} {answer.Text}");
        foreach (Finding finding in report.Diagnosis.Findings)
            Console.WriteLine($"{finding.Id}: {finding.Title}");
        ReportFile.Write(page, ReadingHtml.Render(report));
        #endregion
        return report;
    }
}
