namespace LatentSharp.Reading.Quantities.Book;

/// <summary>Every quantity of a reading, in the order of all tables and outputs.</summary>
public static class QuantityBook
{
    /// <summary>The quantities.</summary>
    public static IReadOnlyList<Quantity> All { get; } =
    [
        VarianceQuantities.PosteriorVariance,
        VarianceQuantities.PriorVariance,
        VarianceQuantities.BreadthRatio,
        VarianceQuantities.NoiseShare,
        VarianceQuantities.ChannelInformation,
        InformationQuantities.PriorKl,
        CalibrationQuantities.RouterCalibration,
        CalibrationQuantities.RouterDetermination,
        CalibrationQuantities.ConditionProbe,
        InformationQuantities.ActiveUnits,
        InformationQuantities.CollapsedUnits,
        InformationQuantities.MutualInformation,
        InformationQuantities.AggregateGap,
        InformationQuantities.RouterMarginalKl,
        CategoricalQuantities.PosteriorEntropy,
        CategoricalQuantities.PriorEntropy,
        CategoricalQuantities.Usage,
        CategoricalQuantities.RouterSkill,
        CategoricalQuantities.Alignment,
        CategoricalQuantities.ConditionalInformation,
        DecoderQuantities.SamplingCost,
        DecoderQuantities.WidthPrice,
        DecoderQuantities.UsageGap,
        DecoderQuantities.TestTimeGap,
        DecoderQuantities.ConditionalLikelihood,
        ProbeQuantities.SemanticProbe,
        ProbeQuantities.Disentanglement,
        ProbeQuantities.RouterRetrieval,
    ];

    /// <summary>The quantity that a key, or the key of a part such as <c>prior_kl.mean_part</c>, belongs to.</summary>
    /// <returns>Null where there is none.</returns>
    public static Quantity? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string whole = key.Split('.')[0];
        return All.FirstOrDefault(quantity => quantity.Key == whole);
    }

    /// <summary>
    /// The numbers of a reading; each likelihood estimator and each probe is a number of its own.
    /// </summary>
    public static IReadOnlyList<QuantityValue> Values(LatentQuantities quantities)
    {
        ArgumentNullException.ThrowIfNull(quantities);
        return [.. All.SelectMany(quantity => quantity.In(quantities))];
    }
}
