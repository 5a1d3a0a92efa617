namespace LatentSharp.Onnx;

/// <summary>A part of a model that is a file of its own. All rows are in the units of the data.</summary>
public enum OnnxPart
{
    /// <summary>p(z|x): condition to prior_mean and prior_logvar.</summary>
    Router,

    /// <summary>q(z|x,y): condition and target to posterior_mean and posterior_logvar.</summary>
    Inference,

    /// <summary>
    /// p(y|x,z): condition and z to target_mean, with target_deviation where y is normal and target_logit where it is
    /// bits or classes.
    /// </summary>
    Decoder,

    /// <summary>
    /// A draw: condition, latent_noise and target_noise to z, target_mean and target. Noise is a number for each
    /// element: standard normal, but for target_noise of bits or classes, which is uniform from [0, 1).
    /// </summary>
    Sample,
}
