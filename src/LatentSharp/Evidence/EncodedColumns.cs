using LatentSharp.Latents;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;

namespace LatentSharp.Evidence;

/// <summary>What q and p are given by, collected over the examples of a data set.</summary>
internal sealed class EncodedColumns(int examples)
{
    private readonly Dictionary<string, MemoryArray> arrays = [];

    /// <summary>Whether the prior is N(0, I) whatever the example.</summary>
    public bool PriorIsStandard { get; private set; }

    /// <summary>Adds a batch whose first example has the number <paramref name="start"/>.</summary>
    public void Add(Encoding encoding, int start)
    {
        Add("posterior", encoding.Posterior!, start);
        Add("prior", encoding.Prior!, start);
        PriorIsStandard = encoding.Prior is GaussianLatent { IsStandard: true };
    }

    /// <summary>The array of a role.</summary>
    public MemoryArray this[EvidenceRole role] => arrays[role.Name];

    private void Add(string role, ILatent latent, int start)
    {
        IReadOnlyList<string> names = latent.Family.Parts;
        for (int part = 0; part < names.Count; part++)
        {
            string name = $"{role}_{names[part]}";
            int width = latent.Parts[part].Shape.Last;
            if (!arrays.TryGetValue(name, out MemoryArray? array))
                arrays[name] = array = new MemoryArray(name, new float[examples * width], width);
            array.Write(start, latent.Parts[part].Value.Span);
        }
    }
}
