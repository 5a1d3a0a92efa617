namespace LatentSharp.Objectives;

/// <summary>Which draws of z a term of the objective reads.</summary>
public enum DrawPlan
{
    /// <summary>Draws of the posterior q(z|x,y) at most, which every training step makes.</summary>
    Posterior,

    /// <summary>Draws of the router p(z|x) besides, which are made only where a term asks for them.</summary>
    Router,

    /// <summary>Draws of p(z|x) besides, as z alone: nothing is decoded from them.</summary>
    Prior,
}
