using LatentSharp.Data;
using LatentSharp.Runs.Configuration;
using LatentSharp.Training;

namespace LatentSharp.Runs;

/// <summary>What run.json says of a run that is opened again.</summary>
/// <param name="Status">How it stood when it was last written.</param>
/// <param name="Failure">Why it failed, in words; null for one that did not.</param>
/// <param name="NonFinite">
/// The number that it failed by; null for one that did not, or whose version recorded words alone.
/// </param>
/// <param name="Configuration">The resolved configuration.</param>
/// <param name="Fingerprint">The hash of the data.</param>
/// <param name="Changes">What earlier resumptions did otherwise.</param>
/// <param name="BestEpoch">
/// The epoch of the weights that were kept, counted from 0; null while training goes on.
/// </param>
internal sealed record RunRecord(
    string Status,
    string? Failure,
    NonFiniteEvent? NonFinite,
    RunConfiguration Configuration,
    string Fingerprint,
    IReadOnlyList<ConfigurationChange> Changes,
    int? BestEpoch)
{
    /// <summary>The columns of x; null where the record does not say.</summary>
    public int? ConditionDimensions { get; private init; }

    /// <summary>The columns of y; null where the record does not say.</summary>
    public int? TargetDimensions { get; private init; }

    /// <summary>Whether a directory looks like a run.</summary>
    public static bool Exists(string directory) => File.Exists(PathIn(directory));

    public static string PathIn(string directory) => Path.Combine(directory, "run.json");

    /// <summary>Reads the record of a run directory.</summary>
    /// <exception cref="DataException">The file is missing or damaged.</exception>
    /// <exception cref="OptionException">
    /// The recorded configuration has a value that this version does not take.
    /// </exception>
    public static RunRecord Read(string directory)
    {
        string file = PathIn(directory);
        return JsonFields.Read(
            file,
            RunFile.Schema,
            fields =>
            {
                string status = fields.Text("status");
                bool failed = status == "failed";
                JsonFields data = fields.Object("data");
                return new RunRecord(
                    status,
                    failed ? fields.Text("reason") : null,
                    failed && fields.Has("non_finite") ? NonFiniteJson.Read(fields.Object("non_finite")) : null,
                    ConfigurationFile.Parse(fields["config"], file),
                    data.Text("fingerprint"),
                    fields.Has("changes") ? [.. fields.List("changes").Select(ConfigurationChange.Read)] : [],
                    fields.Has("result") && fields.Object("result") is var result && result.Has("best_epoch")
                        ? result.Count("best_epoch")
                        : null)
                {
                    ConditionDimensions = Dimensions("condition_dimensions"),
                    TargetDimensions = Dimensions("target_dimensions"),
                };

                int? Dimensions(string name) => data.Has(name) ? data.Count(name) : null;
            }
        );
    }
}
