using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Runs;

/// <summary>
/// A table of columns a, b and c, of which c follows from a. Of 60 rows 42 are trained on, 9 validated and 9 tested.
/// </summary>
internal static class SineTable
{
    public static void Write(string path, int rows = 60) =>
        File.WriteAllLines(
            path,
            [
                "a,b,c",
                .. Enumerable
                    .Range(0, rows)
                    .Select(i =>
                        FormattableString.Invariant($"{Math.Sin(i):R},{Math.Cos(3 * i):R},{Math.Sin(i) + 4:R}")),
            ]);

    /// <summary>c from a and b, by the small model.</summary>
    public static RunConfiguration Task(string path) =>
        new()
        {
            Data = path,
            Condition = ["a", "b"],
            Target = ["c"],
            Model = SmallTask.Model,
        };
}
