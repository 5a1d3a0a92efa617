using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;

namespace LatentSharp.Evidence;

/// <summary>What q and p are given by, over the examples of a data set and under the roles of their family.</summary>
internal sealed class EncodedColumns
{
    private readonly int examples;
    private readonly Dictionary<EvidenceRole, IEvidenceArray> arrays = [];

    /// <summary>Prepares for a model's latent.</summary>
    /// <exception cref="ArgumentException">The model has no latent.</exception>
    public EncodedColumns(int examples, IConditionalModel model)
    {
        this.examples = examples;
        LatentFamily latent = model.Latent
            ?? throw new ArgumentException("The model has no latent, so there is no evidence of one.");
        (Family, Variables) = (EvidenceFamily.Of(latent), latent.Values is { } values ? latent.Width / values : 1);
    }

    /// <summary>The family, whose roles are those of the parts in their order.</summary>
    public EvidenceFamily Family { get; }

    /// <summary>M, the variables of a categorical latent.</summary>
    public int Variables { get; }

    /// <summary>The arrays so far.</summary>
    public IReadOnlyDictionary<EvidenceRole, IEvidenceArray> Arrays => arrays;

    /// <summary>Whether the prior is the fixed one of its family, whatever the example.</summary>
    public bool PriorIsStandard { get; private set; }

    /// <summary>Whether there is no inference network, and q is the prior itself.</summary>
    public bool PosteriorIsPrior { get; private set; }

    /// <summary>Adds a batch whose first example has the number <paramref name="start"/>.</summary>
    public void Add(Encoding encoding, int start)
    {
        Add(Family.Posterior, encoding.Posterior!, start);
        Add(Family.Prior, encoding.Prior!, start);
        PosteriorIsPrior = ReferenceEquals(encoding.Posterior, encoding.Prior);
        PriorIsStandard = encoding.Prior!.IsStandard;
    }

    private void Add(IReadOnlyList<EvidenceRole> roles, ILatent latent, int start)
    {
        foreach ((EvidenceRole role, Variable part) in roles.Zip(latent.Parts))
        {
            int width = part.Shape.Last;
            if (!arrays.TryGetValue(role, out IEvidenceArray? array))
                arrays[role] = array = new MemoryArray(role.Name, new float[examples * width], width);
            ((MemoryArray)array).Write(start, part.Value.Span);
        }
    }
}
