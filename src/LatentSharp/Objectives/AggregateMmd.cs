using System.Buffers;
using System.Numerics.Tensors;
using LatentSharp.Autodiff;
using LatentSharp.Latents;
using LatentSharp.Models;
using LatentSharp.Tensors;

namespace LatentSharp.Objectives;

/// <summary>
/// MMD^2 of z ~ q and z ~ p, both averaged over the batch, under the kernel k(a, b) = C / (C + |a - b|^2) with C = 2 D,
/// the mean of |a - b|^2 under N(0, I) (Zhao, Song and Ermon 2019, "InfoVAE", section 3.2; Tolstikhin, Bousquet, Gelly
/// and Schoelkopf 2018, "Wasserstein Auto-Encoders", section 4). Unlike the prior KL it holds the aggregates alone
/// against each other and leaves every single q free.
/// <para>
/// It is the unbiased estimate (Gretton et al. 2012, "A Kernel Two-Sample Test", equation 4). With one z of q and one w
/// of p for each example, example i counts 1/(B-1) sum_(j != i) (k(z_i,z_j) + k(w_i,w_j) - k(z_i,w_j) - k(w_i,z_j)),
/// which may be below 0. The expectation does not depend on the size B of a batch; a batch of one has no pairs and
/// counts 0.
/// </para>
/// </summary>
public sealed class AggregateMmd : IObjectiveTerm
{
    /// <summary>The name of this term.</summary>
    public const string TermName = "aggregate_mmd";

    /// <inheritdoc/>
    public TermInfo Info { get; } = new(
        TermName,
        "MMD^2 of z from q and z from p over a batch, kernel 2D / (2D + |a - b|^2), unbiased",
        "between 0 and 2 in expectation",
        DrawPlan.Prior,
        DefaultWeight: 0)
    {
        Note = ", where it has a weight: it compares all pairs of a batch",
        WeightHelp = "weight of the MMD between draws of q and of p over a batch; 0: left out",
        OverBatch = true,
        OnlyWeighed = true,
    };

    /// <inheritdoc/>
    public bool AppliesTo(LatentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return !family.IsEnumerated;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no draws from p, or draws that do not count alike.</exception>
    public Variable PerExample(VariationalOutput output, Variable target)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output is not { Draws: { LogWeights: null } posterior, PriorDraws: { LogWeights: null } prior })
            throw new ArgumentException(
                $"{TermName}: the output has no sampled draws from the prior; ask VariationalPass for some, of a " +
                    "family that is sampled.");
        int batch = output.Posterior.Parts[0].Shape[0];
        return posterior.Values.Tape.Record(Pairs.Instance, new Shape(batch), posterior.Values, prior.Values);
    }

    // Of each example's draws the first.
    private sealed class Pairs : IOperation
    {
        public string Name => "aggregate_mmd";

        public static Pairs Instance { get; } = new();

        public void Forward(Variable output)
        {
            Span<float> values = output.Value.Span;
            (Variable z, Variable w) = (output.Inputs[0], output.Inputs[1]);
            double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
            Span<double> sums = rented.AsSpan(0, values.Length);
            sums.Clear();
            for (int i = 0; i < sums.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double pair = Kernel(Row(z, i), Row(z, j)) + Kernel(Row(w, i), Row(w, j))
                        - Kernel(Row(z, i), Row(w, j)) - Kernel(Row(w, i), Row(z, j));
                    sums[i] += pair;
                    sums[j] += pair;
                }
            }

            for (int i = 0; i < sums.Length; i++)
                values[i] = (float)(sums[i] / Math.Max(sums.Length - 1, 1));
            ArrayPool<double>.Shared.Return(rented);
        }

        public void Backward(Variable output)
        {
            ReadOnlySpan<float> dy = output.Gradient.Span;
            (Variable z, Variable w) = (output.Inputs[0], output.Inputs[1]);
            for (int i = 0; i < dy.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double share = ((double)dy[i] + dy[j]) / (dy.Length - 1);
                    Add(z, i, z, j, share);
                    Add(w, i, w, j, share);
                    Add(z, i, w, j, -share);
                    Add(w, i, z, j, -share);
                }
            }
        }

        private static ReadOnlySpan<float> Row(Variable draws, int row) => draws.Value.Row(row);

        private static double Kernel(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            double width = 2 * a.Length;
            return width / (width + SquaredDistance(a, b));
        }

        // dk/da = -2 C (a - b) / (C + |a - b|^2)^2 = -dk/db
        private static void Add(Variable left, int leftRow, Variable right, int rightRow, double share)
        {
            ReadOnlySpan<float> a = Row(left, leftRow), b = Row(right, rightRow);
            double width = 2 * a.Length, sum = width + SquaredDistance(a, b), slope = -2 * share * width / (sum * sum);
            Span<float> da = Gradient(left, leftRow), db = Gradient(right, rightRow);
            for (int d = 0; d < a.Length; d++)
            {
                float step = (float)(slope * ((double)a[d] - b[d]));
                if (!da.IsEmpty)
                    da[d] += step;
                if (!db.IsEmpty)
                    db[d] -= step;
            }
        }

        private static Span<float> Gradient(Variable draws, int row) =>
            draws.RequiresGradient ? draws.GradientToAdd().Slice(row * draws.Shape.Last, draws.Shape.Last) : [];

        private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
            Math.Pow(TensorPrimitives.Distance(a, b), 2);
    }
}
