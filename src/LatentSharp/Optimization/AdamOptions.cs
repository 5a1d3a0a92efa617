namespace LatentSharp.Optimization;

/// <summary>The constants of Adam.</summary>
internal sealed record AdamOptions
{
    /// <summary>The decay of the running mean of gradients, in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init => field = Fraction("beta1", value); } = 0.9;

    /// <summary>The decay of the running mean of squared gradients, in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init => field = Fraction("beta2", value); } = 0.999;

    /// <summary>Added to the denominator; above 0. Default 1e-8.</summary>
    public double Epsilon
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("epsilon", value, "a number above 0");
    } = 1e-8;

    /// <summary>The weight decay, at least 0. Default 0.</summary>
    public double WeightDecay
    {
        get;
        init =>
            field =
                value >= 0 && double.IsFinite(value)
                    ? value
                    : throw OptionException.OutOfRange("weight_decay", value, "a number of at least 0");
    }

    /// <summary>
    /// Whether weights decay apart from the gradient (AdamW) rather than as part of it (Adam with an L2 penalty).
    /// Default true.
    /// </summary>
    public bool DecoupledWeightDecay { get; init; } = true;

    private static double Fraction(string option, double value) =>
        value is >= 0 and < 1 ? value : throw OptionException.OutOfRange(option, value, "a number from 0 to below 1");
}
