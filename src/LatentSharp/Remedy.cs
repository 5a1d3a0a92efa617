namespace LatentSharp;

/// <summary>What a caller may do about an error, for a program that has a name of its own for it.</summary>
public enum RemedyKind
{
    /// <summary>Train into another run directory.</summary>
    AnotherRunDirectory,

    /// <summary>Train into another run directory, or go on with the run that is in this one.</summary>
    AnotherRunDirectoryOrResume,

    /// <summary>Go on with the run; the subject is its directory.</summary>
    Resume,

    /// <summary>Let the resumed run take configuration and data as they now are.</summary>
    AllowChanges,

    /// <summary>Name the columns of the condition and of the target.</summary>
    NameColumns,

    /// <summary>Train at other weights of V_post.</summary>
    OtherWeights,

    /// <summary>File the MNIST data set.</summary>
    FileMnist,

    /// <summary>Map roles to arrays of other names; the subjects are the roles.</summary>
    MapArrays,

    /// <summary>Leave out the map and the weight that are for arrays.</summary>
    LeaveOutArrayOptions,

    /// <summary>Write the report to another file.</summary>
    AnotherReportFile,

    /// <summary>Write the values per example to another file.</summary>
    AnotherTableFile,
}

/// <summary>
/// A remedy that an error's message already gives in the library's terms. A program adds to it what its users type.
/// </summary>
/// <param name="Kind">What to do.</param>
/// <param name="Subjects">What to do it with, as the kind says; none for most.</param>
public sealed record Remedy(RemedyKind Kind, params IReadOnlyList<string> Subjects);
