using LatentSharp.Evidence;

namespace LatentSharp.Cli;

/// <summary>
/// What the help of latent read adds to the usual page: examples, exit codes, and the arrays that a file may hold.
/// </summary>
internal static class ReadHelp
{
    private const string Examples =
        """
        Examples:
          latent read runs/digits
          latent read arrays.npz --posterior-variance-weight 0 --map posterior_mean=mu
          latent read vae.npz --prior standard --map posterior_std=sigma
          latent read runs/later --against runs/earlier
          latent read runs/digits --format html --out report.html
          latent read runs/digits --assert "noise_share < 0.6" --assert "usage_gap > 1"
          latent read runs/digits --fail-on warning --format sarif --out latent.sarif

        Exit codes: 0 done; 1 failed while running; 2 a wrong command line or input; 3 a finding at or above --fail-on,
        or an assertion that is not kept.
        """;

    public static string Text() =>
        $"{Examples}\n\nArrays of a file, by role; what is missing is reported as not measured:\n"
        + $"{string.Join('\n', EvidenceRole.All.Select(Line))}\n"
        + "Their meaning is in docs/formats-arrays.md, that of the findings in docs/rules.";

    private static string Line(EvidenceRole role) =>
        $"  {role.Name,-28}{role.Shape}{(role.Required ? ", required" : "")}";
}
