using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>A latent whose properties are chosen.</summary>
internal interface IPlanted
{
    /// <summary>The arrays that a trained model would give.</summary>
    LatentEvidence Evidence();
}
