using LatentSharp.Compute.Randomness;
using LatentSharp.Evidence;

namespace LatentSharp.Tests.Reading.Planted;

/// <summary>What the values of a planted latent stand for.</summary>
internal enum Code
{
    /// <summary>A value to a label, the same for all x.</summary>
    Global,

    /// <summary>A value to a label, for each x another.</summary>
    Local,

    /// <summary>Nothing: each example has a random one.</summary>
    None,

    /// <summary>Nothing: the examples of an x have a random one together.</summary>
    NoneOfX,
}

/// <summary>
/// A categorical latent whose properties are chosen, as the arrays that a trained model would give. Several examples
/// share an x, which makes some labels likelier than others; the router knows that and is calibrated. A value that is
/// not the example's own costs the decoder its price.
/// </summary>
internal sealed record PlantedValues : IPlanted
{
    private const int Draws = 8;

    public int Examples { get; init; } = 400;

    public ulong Seed { get; init; }

    public int Values { get; init; } = 4;

    public int Labels { get; init; } = 4;

    public int Conditions { get; init; } = 25;

    public Code Code { get; init; }

    /// <summary>Values from the last on that nothing takes.</summary>
    public int Idle { get; init; }

    /// <summary>The share of examples that have the value of their label; the others have any.</summary>
    public double Clarity { get; init; } = 0.9;

    /// <summary>How much higher the logit of q is for the example's own value.</summary>
    public double Sharpness { get; init; } = 6;

    /// <summary>Nats that another value costs the decoder.</summary>
    public double Price { get; init; } = 5;

    /// <summary>How unequal labels are within an x, the standard deviation of their logits.</summary>
    public double Hint { get; init; } = 1;

    /// <summary>The first label is this much likelier than the others everywhere, in nats.</summary>
    public double Favoured { get; init; }

    /// <summary>All examples of an x have one label.</summary>
    public bool LabelIsOfX { get; init; }

    /// <summary>Variables beside the first that mean nothing.</summary>
    public int Others { get; init; }

    public bool RouterIsUniform { get; init; }

    /// <summary>What is added to the router's logits, value after value.</summary>
    public double[] RouterError { get; init; } = [];

    public double? PriorKlWeight { get; init; }

    private int Variables => 1 + Others;

    private int Used => Values - Idle;

    public LatentEvidence Evidence()
    {
        int n = Examples, width = Variables * Values;
        float[] uniform = Uniform(0, n * 3 * Variables), noise = Normal(1, n * width), losses = Normal(2, n),
            hints = Normal(3, Conditions * Labels), ofX = Uniform(4, 2 * Conditions);
        double[] labels = new double[n], logits = new double[n * width], prior = new double[n * width];
        var own = new int[n * Variables];
        for (int i = 0; i < n; i++)
        {
            int x = i % Conditions;
            double[] likely = Softmax([
                .. Enumerable.Range(0, Labels).Select(s => Hint * hints[x * Labels + s] + (s == 0 ? Favoured : 0)),
            ]);
            int label = Pick(likely, LabelIsOfX ? ofX[x] : uniform[i * 3 * Variables]);
            int[] code = CodeOf(x);
            labels[i] = label;
            for (int variable = 0; variable < Variables; variable++)
            {
                int at = 3 * (i * Variables + variable);
                bool means = variable == 0 && Code is Code.Global or Code.Local;
                int value = means && uniform[at + 1] < Clarity ? code[label]
                    : variable == 0 && Code == Code.NoneOfX ? (int)(ofX[Conditions + x] * Used)
                    : (int)(uniform[at + 2] * Used);
                own[i * Variables + variable] = value;
                var given = new double[Values];
                for (int s = 0; s < Labels && means; s++)
                    given[code[s]] += Clarity * likely[s];
                for (int k = 0; k < Used; k++)
                    given[k] += (means ? 1 - Clarity : 1) / Used;
                Fill(logits, prior, noise, i * width + variable * Values, value, given);
            }
        }

        double[] atOwn = [.. losses.Select(each => 50 + 2 * each)];
        int[] another = new RandomStream(Seed, RandomPurpose.Synthesis, 5).Permutation(n);
        (double[] nll, double[] ratios) = Nll(logits, 6, Draws, i => i);
        var arrays = new Dictionary<EvidenceRole, double[]>
        {
            [EvidenceRole.PosteriorLogits] = logits,
            [EvidenceRole.PriorLogits] = prior,
            [EvidenceRole.Labels] = labels,
            [EvidenceRole.ConditionId] = [.. Enumerable.Range(0, n).Select(i => (double)(i % Conditions))],
            [EvidenceRole.NllPosterior] = nll,
            [EvidenceRole.LogRatioPosterior] = ratios,
            [EvidenceRole.NllPrior] = Nll(prior, 7, Draws, i => i).Nll,
            [EvidenceRole.NllShuffled] = Nll(logits, 8, 1, i => another[i]).Nll,
        };
        if (LabelIsOfX || Code == Code.NoneOfX)
            arrays[EvidenceRole.Groups] = arrays[EvidenceRole.ConditionId];
        return new LatentEvidence(
            "planted",
            EvidenceFamily.Categorical,
            arrays.ToDictionary(
                pair => pair.Key,
                pair => (IEvidenceArray)new MemoryArray(pair.Key.Name, pair.Value, pair.Value.Length / n)))
        {
            Variables = Variables,
            PriorKlWeight = PriorKlWeight,
        };

        (double[] Nll, double[] Ratios) Nll(double[] from, ulong step, int draws, Func<int, int> source)
        {
            float[] random = Uniform(step, n * draws * Variables);
            double[] costs = new double[n * draws], logs = new double[n * draws];
            for (int at = 0; at < costs.Length; at++)
            {
                int i = at / draws;
                costs[at] = atOwn[i];
                for (int variable = 0; variable < Variables; variable++)
                {
                    int start = source(i) * width + variable * Values;
                    double[] q = Softmax(from[start..(start + Values)]), p = Softmax(prior[start..(start + Values)]);
                    int drawn = Pick(q, random[at * Variables + variable]);
                    costs[at] += drawn == own[i * Variables + variable] ? 0 : Price;
                    logs[at] += Math.Log(p[drawn] / q[drawn]);
                }
            }

            return (costs, logs);
        }
    }

    private static double[] Softmax(double[] logits)
    {
        double largest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - largest));
        return [.. logits.Select(logit => Math.Exp(logit - largest) / sum)];
    }

    private static int Pick(double[] probabilities, double uniform)
    {
        int k = 0;
        for (double sum = probabilities[0]; sum < uniform && k < probabilities.Length - 1; sum += probabilities[k])
            k++;
        return k;
    }

    // What the router gives is what q gives on average where the value is drawn so.
    private void Fill(double[] logits, double[] prior, float[] noise, int start, int value, double[] given)
    {
        double high = Math.Exp(Sharpness), rest = 1 / (high + Used - 1);
        for (int k = 0; k < Values; k++)
        {
            bool idle = k >= Used;
            logits[start + k] = idle ? -14 : (k == value ? Sharpness : 0) + 0.2 * noise[start + k];
            prior[start + k] = RouterIsUniform ? 0
                : (idle ? -14 : Math.Log(rest * (1 + (high - 1) * given[k])))
                    + (RouterError.Length > 0 ? RouterError[k] : 0);
        }
    }

    private int[] CodeOf(int x)
    {
        int[] code = [.. Enumerable.Range(0, Labels).Select(s => s % Used)];
        return Code == Code.Local
            ? [.. new RandomStream(Seed, RandomPurpose.Synthesis, 100 + (ulong)x).Permutation(Used).Take(Labels)]
            : code;
    }

    private float[] Uniform(ulong step, int count)
    {
        var values = new float[count];
        new RandomStream(Seed, RandomPurpose.Synthesis, step).FillUniform(values);
        return values;
    }

    private float[] Normal(ulong step, int count)
    {
        var values = new float[count];
        new RandomStream(Seed, RandomPurpose.Synthesis, step).FillNormal(values);
        return values;
    }
}
