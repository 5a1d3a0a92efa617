namespace LatentSharp.Runs.Inference;

/// <summary>What is computed of rows.</summary>
internal enum InferenceKind
{
    /// <summary>Mean and log-variance of p(z|x).</summary>
    Route,

    /// <summary>Mean and log-variance of q(z|x,y).</summary>
    Infer,

    /// <summary>The decoder's mean at the mean of p(z|x).</summary>
    DecodeMean,

    /// <summary>The decoder's mean at a given z.</summary>
    Decode,

    /// <summary>The decoder's means at draws of p(z|x).</summary>
    DecodeDraws,

    /// <summary>log p(y|x,z), and log p(z|x) - log q(z|x,y), at draws of q.</summary>
    Weigh,
}
