using System.Globalization;
using System.Text;
using LatentSharp.Data;

namespace LatentSharp.TensorBoard;

/// <summary>
/// Posterior means as TensorBoard's projector reads them: a table of tab-separated values, one of labels, and a page
/// that names both. Each file is there whole or not at all, and the page comes last, so that it never names one that is
/// not.
/// </summary>
public static class ProjectorFiles
{
    private const string ConfigFile = "projector_config.pbtxt";
    private const string MeanFile = "posterior_mean.tsv";
    private const string LabelFile = "labels.tsv";

    // The projector skips lines without a visible character, and every label after one would move up.
    private const string BlankLabel = "(blank)";

    /// <summary>Writes the files into a log directory, replacing those that may be there.</summary>
    /// <param name="directory">The directory of the run's event files.</param>
    /// <param name="means">
    /// The means [examples, dimensions]; the projector's own views need at least two dimensions.
    /// </param>
    /// <param name="dimensions">The number of columns.</param>
    /// <param name="labels">One label per example; null without. Tabs and ends of lines in them are escaped.</param>
    /// <exception cref="ArgumentException">
    /// The means do not fill the rows, or there are more or fewer labels than rows.
    /// </exception>
    /// <exception cref="DataException">A file cannot be written.</exception>
    public static void Write(
        string directory,
        ReadOnlyMemory<float> means,
        int dimensions,
        IReadOnlyList<string>? labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        (int examples, int rest) = Math.DivRem(means.Length, dimensions);
        if (rest != 0)
            throw new ArgumentException($"ProjectorFiles: {means.Length} means do not fill rows of {dimensions}.");
        if (labels is not null && labels.Count != examples)
            throw new ArgumentException(
                $"ProjectorFiles: {labels.Count} labels for {examples} examples; give one each.");
        try
        {
            Directory.CreateDirectory(directory);
            Write(directory, MeanFile, writer => WriteMeans(writer, means.Span, dimensions));
            if (labels is not null)
                Write(directory, LabelFile, writer => WriteLabels(writer, labels));
            Write(directory, ConfigFile, writer => WriteConfig(writer, labels is not null));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{directory}: the projector's files cannot be written ({failure.Message}); give a directory " +
                    "that can be written",
                failure);
        }
    }

    private static void Write(string directory, string file, Action<TextWriter> content) =>
        AtomicFile.Write(
            Path.Combine(directory, file),
            stream =>
            {
                using var writer = new StreamWriter(
                    stream,
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                    leaveOpen: true);
                content(writer);
            }
        );

    // The shortest digits that read back as the same float32, which is what the projector holds.
    private static void WriteMeans(TextWriter writer, ReadOnlySpan<float> means, int dimensions)
    {
        for (int i = 0; i < means.Length; i++)
        {
            writer.Write(means[i].ToString("R", CultureInfo.InvariantCulture));
            writer.Write((i + 1) % dimensions == 0 ? '\n' : '\t');
        }
    }

    // A single column has no header: the projector would show it as a label.
    private static void WriteLabels(TextWriter writer, IReadOnlyList<string> labels)
    {
        foreach (string label in labels)
            writer.Write($"{Escaped(label)}\n");
    }

    private static string Escaped(string label) =>
        string.IsNullOrWhiteSpace(label)
            ? BlankLabel
            : label
                .Replace("\t", "\\t", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal);

    private static void WriteConfig(TextWriter writer, bool hasLabels)
    {
        writer.Write("embeddings {\n  tensor_name: \"posterior_mean\"\n");
        writer.Write($"  tensor_path: \"{MeanFile}\"\n");
        if (hasLabels)
            writer.Write($"  metadata_path: \"{LabelFile}\"\n");
        writer.Write("}\n");
    }
}
