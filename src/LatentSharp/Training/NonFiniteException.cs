using System.Globalization;
namespace LatentSharp.Training;

/// <summary>A number that training depends on is not finite. The message names what, where and at which step.</summary>
public sealed class NonFiniteException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="found">What was found, and where.</param>
    public NonFiniteException(NonFiniteEvent found)
        : base(MessageOf(found))
    {
        Event = found;
    }

    /// <summary>What was found, and where.</summary>
    public NonFiniteEvent Event { get; }

    /// <summary>The step at which it was found, counted from 0.</summary>
    public long Step => Event.Step;

    /// <summary>What is not finite, and its value.</summary>
    public string Problem => Event.Problem;

    private static string MessageOf(NonFiniteEvent found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"step {found.Step}: {found.Problem}; training stopped. Try a smaller learning_rate, a "
                + $"gradient_clip_norm, or a log_variance_range");
    }
}
