namespace LatentSharp.Compute.Randomness;

/// <summary>What a stream of random numbers is for. Streams of one seed are independent of each other.</summary>
public enum RandomPurpose
{
    /// <summary>Initial weights.</summary>
    Initialization = 1,

    /// <summary>Which example goes to which split.</summary>
    Split = 2,

    /// <summary>The order of examples within an epoch.</summary>
    Shuffle = 3,

    /// <summary>The noise of the reparameterised sample while training.</summary>
    PosteriorNoise = 4,

    /// <summary>The noise of the posterior's sample while evaluating.</summary>
    EvaluationNoise = 5,

    /// <summary>The bits that grey values become.</summary>
    Binarization = 6,

    /// <summary>Synthetic data, as benchmarks and tests draw it.</summary>
    Synthesis = 7,

    /// <summary>
    /// The estimators of a reading: which examples they use, what they draw, how they fold and permute.
    /// </summary>
    Estimation = 8,

    /// <summary>The draws of the posterior that a likelihood is estimated from.</summary>
    LikelihoodPosterior = 9,

    /// <summary>The noise of the router's samples while training.</summary>
    RouterNoise = 10,

    /// <summary>The noise of the router's samples while evaluating.</summary>
    RouterEvaluationNoise = 11,

    /// <summary>Which of the router's samples is differentiated while training.</summary>
    RouterChoice = 12,

    /// <summary>The draws of the router that a likelihood is estimated from.</summary>
    LikelihoodRouter = 13,

    /// <summary>The draws of the posterior in evidence.</summary>
    EvidencePosterior = 14,

    /// <summary>The draws of the router in evidence.</summary>
    EvidenceRouter = 15,

    /// <summary>The draws of another example's posterior in evidence.</summary>
    EvidenceStranger = 16,

    /// <summary>Whose posterior an example is given as a stranger's.</summary>
    Strangers = 17,

    /// <summary>The draws of the router that images are decoded from.</summary>
    DecodedImages = 18,

    /// <summary>The targets that a report draws from the likelihood.</summary>
    DrawnTargets = 19,

    /// <summary>The draws of the router that a report generates columns of a table from.</summary>
    GeneratedColumns = 20,

    /// <summary>The draws of z that a trained model generates from.</summary>
    GeneratedLatent = 21,

    /// <summary>The draws of y that a trained model generates.</summary>
    GeneratedTarget = 22,

    /// <summary>The draws of the posterior that a trained model estimates a likelihood from.</summary>
    InferredLatent = 23,
}
