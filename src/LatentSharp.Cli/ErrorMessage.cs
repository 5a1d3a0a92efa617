using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Cli;

/// <summary>
/// A failure in one line. The library says the remedy in its own terms; what to type for it is in brackets behind.
/// </summary>
internal static class ErrorMessage
{
    /// <summary>The command that files MNIST.</summary>
    public const string FileMnist = "latent data get mnist --from PATH";

    /// <summary>The line for a failure.</summary>
    public static string Of(Exception failure) =>
        RemedyOf(failure) is { } remedy ? $"{failure.Message} ({Typed(remedy)})" : failure.Message;

    private static Remedy? RemedyOf(Exception failure) => failure switch
    {
        OptionException option => option.Remedy,
        DataException data => data.Remedy,
        RunWriteException write => write.Remedy,
        _ => null,
    };

    private static string Typed(Remedy remedy) => remedy.Kind switch
    {
        RemedyKind.AnotherRunDirectory => "--out DIR",
        RemedyKind.AnotherRunDirectoryOrResume => "--out DIR, or --resume",
        RemedyKind.Resume => $"latent train --resume --out {remedy.Subjects[0]}",
        RemedyKind.AllowChanges => "--allow-changes",
        RemedyKind.NameColumns => "--condition a,b --target c",
        RemedyKind.OtherWeights => "--vary",
        RemedyKind.FileMnist => FileMnist,
        RemedyKind.MapArrays => string.Join(' ', remedy.Subjects.Select(role => $"--map {role}=NAME")),
        RemedyKind.LeaveOutArrayOptions => "--map, --prior, --log, --posterior-variance-weight, --prior-kl-weight",
        RemedyKind.AnotherReportFile => "--out FILE",
        RemedyKind.AnotherTableFile => "--per-example FILE",
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy.Kind, "There is no such remedy."),
    };
}
