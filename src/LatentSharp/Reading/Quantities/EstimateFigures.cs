using LatentSharp.Words;

namespace LatentSharp.Reading.Quantities;

/// <summary>Estimates in words.</summary>
internal static class EstimateFigures
{
    extension(Figures)
    {
        /// <summary>The value and its standard error, to the error's second digit.</summary>
        public static string Of(Estimate estimate) => Figures.Of(estimate.Value, estimate.StandardError);
    }
}
