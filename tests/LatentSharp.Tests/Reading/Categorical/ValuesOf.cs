using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Categorical;

/// <summary>Small pieces of evidence of categorical latents.</summary>
internal static class ValuesOf
{
    public static LatentEvidence Logits(
        int columns,
        double[] posterior,
        double[]? prior = null,
        double[]? labels = null,
        double[]? conditions = null,
        double[]? groups = null,
        int variables = 1)
    {
        var arrays = new Dictionary<EvidenceRole, IEvidenceArray>();
        Add(EvidenceRole.PosteriorLogits, posterior, columns);
        Add(EvidenceRole.PriorLogits, prior, columns);
        Add(EvidenceRole.Labels, labels, 1);
        Add(EvidenceRole.ConditionId, conditions, 1);
        Add(EvidenceRole.Groups, groups, 1);
        return new LatentEvidence("test", EvidenceFamily.Categorical, arrays) { Variables = variables };

        void Add(EvidenceRole role, double[]? values, int width)
        {
            if (values is not null)
                arrays.Add(role, new MemoryArray(role.Name, values, width));
        }
    }

    /// <summary>Posteriors that are certain of their values.</summary>
    public static LatentEvidence Certain(
        int values,
        int[] taken,
        double[]? labels = null,
        double[]? conditions = null,
        double[]? groups = null)
    {
        var logits = new double[taken.Length * values];
        Array.Fill(logits, double.NegativeInfinity);
        for (int n = 0; n < taken.Length; n++)
            logits[n * values + taken[n]] = 0;
        return Logits(values, logits, null, labels, conditions, groups);
    }
}
