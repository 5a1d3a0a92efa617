using LatentSharp.Data;

namespace LatentSharp.Reports.Documents;

/// <summary>Writes a report so that it is there whole or not at all.</summary>
internal static class ReportFile
{
    /// <summary>Writes a report, replacing the one that may be there.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{path}: the report cannot be written ({failure.Message}); give another file",
                failure)
            {
                Remedy = new Remedy(RemedyKind.AnotherReportFile),
            };
        }
    }
}
