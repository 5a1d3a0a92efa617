using System.Globalization;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Runs;

/// <summary>A configuration with its data loaded, split and, for columns of real numbers, standardised.</summary>
/// <param name="Configuration">The configuration, with the model's data dimensions and likelihood filled in.</param>
/// <param name="Data">The three splits as the model sees them.</param>
/// <param name="Standardization">How columns were standardised; null for images.</param>
/// <param name="Source">The data as it was read.</param>
public sealed record RunSetup(
    RunConfiguration Configuration,
    DatasetSplit Data,
    Standardization? Standardization,
    Dataset Source)
{
    // Whether white is neither what was asked for nor what images usually have.
    private bool GreyMaximumChosen { get; init; }

    /// <summary>Loads the data of a configuration.</summary>
    /// <param name="configuration">What the run is made from.</param>
    /// <param name="sources">The sources that are asked for its data, in this order; null for the library's.</param>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="OptionException">An option does not fit the data.</exception>
    public static RunSetup Load(RunConfiguration configuration, IReadOnlyList<IDataSource>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        (Dataset source, DatasetSplit split, double? white) = DatasetLoader.Load(configuration, sources);
        LikelihoodKind likelihood = configuration.LikelihoodGiven ? configuration.Model.Likelihood
            : LikelihoodCheck.AreBits(source) ? LikelihoodKind.Bernoulli
            : LikelihoodKind.NormalLearnedScale;
        LikelihoodCheck.Require(source, likelihood);

        Standardization? standardization = null;
        if (source.Image is null)
        {
            bool realTargets = likelihood is LikelihoodKind.Normal or LikelihoodKind.NormalLearnedScale;
            standardization = Standardization.Of(split.Train);
            if (!realTargets)
                standardization = standardization.ForConditionOnly();
            split = new DatasetSplit(
                standardization.Apply(split.Train),
                standardization.Apply(split.Validation),
                standardization.Apply(split.Test));
        }

        CvaeOptions model = configuration.Model with
        {
            ConditionDimensions = source.Condition.Shape[1],
            TargetDimensions = source.Target.Shape[1],
            Likelihood = likelihood,
        };
        return new RunSetup(
            configuration with
            {
                Model = model,
                LikelihoodGiven = true,
                GreyMaximum = white,
            },
            split,
            standardization,
            source)
        {
            GreyMaximumChosen = configuration.GreyMaximum is null && white is not (null or 1 or 255),
        };
    }

    /// <summary>What deserves saying of the data before a model is trained on them.</summary>
    /// <exception cref="DataException">A column of a table is such that training on it means nothing.</exception>
    internal IReadOnlyList<string> Remarks() =>
        GreyMaximumChosen
            ? [string.Create(
                CultureInfo.InvariantCulture,
                $"{Source.Name}: the greatest pixel is {Configuration.GreyMaximum}, which is taken for white; " +
                    $"grey_maximum sets another")]
            : Source.Image is null ? ColumnCheck.Of(Source) : [];
}
