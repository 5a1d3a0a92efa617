namespace LatentSharp.Reading.Quantities;

/// <summary>
/// What z says about the label s among examples of the same x, I(z;s|x), beside what it says over all of them, I(z;s):
/// where the first is there and the second is not, a value means something else for each x. Nats, summed over
/// variables, less the bias of few examples.
/// </summary>
/// <param name="Value">I(z;s|x), with its standard error over the x.</param>
/// <param name="Global">I(z;s).</param>
/// <param name="GlobalShare">I(z;s) / I(z;s|x): 1 where a value means the same for all x.</param>
/// <param name="Chance">
/// I(z;s|x) with labels permuted within each x, the mean over permutations and their standard deviation; null where no
/// two examples share both x and label, so that what varies within an x can only be the label's doing.
/// </param>
/// <param name="Examples">Examples used: those of an x that has two labels.</param>
/// <param name="Conditions">How many x they have.</param>
public sealed record ConditionalInformation(
    Estimate Value,
    Estimate Global,
    Measured<Estimate> GlobalShare,
    Estimate? Chance,
    int Examples,
    int Conditions);
