namespace LatentSharp.TensorBoard;

/// <summary>How a run ended, as the table of runs shows it.</summary>
public enum SessionOutcome
{
    /// <summary>It came to its end.</summary>
    Success,

    /// <summary>It broke off.</summary>
    Failure,

    /// <summary>It goes on.</summary>
    Running,
}
