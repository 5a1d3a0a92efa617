using System.Numerics.Tensors;
using LatentSharp.Tensors;

namespace LatentSharp.Autodiff;

/// <summary>
/// Several draws per example stand as whole batches, one after another: row <c>draw * batch + example</c>.
/// </summary>
public sealed partial class Variable
{
    /// <summary>The whole batch once for every draw: [batch, ...] to [draws * batch, ...].</summary>
    /// <param name="draws">How often; at least 1.</param>
    public Variable Repeat(int draws) =>
        draws == 1 ? this : Tape.Record(new RepeatRows(draws), Shape.WithFirst(checked(draws * Shape[0])), this);

    /// <summary>The mean over draws of an example's values: [draws * batch] to [batch].</summary>
    /// <param name="draws">Draws per example.</param>
    /// <exception cref="ArgumentException">The values are not whole batches.</exception>
    public Variable MeanOverDraws(int draws) =>
        draws == 1
            ? this
            : Tape.Record(
                new BatchMean("mean_over_draws", new OperationAttribute("draws", draws)),
                OverDraws(nameof(MeanOverDraws), draws),
                this);

    /// <summary>
    /// ln (1/draws) sum e^x over the draws of an example, around the largest, in float64: [draws * batch] to [batch].
    /// </summary>
    /// <param name="draws">Draws per example.</param>
    /// <exception cref="ArgumentException">The values are not whole batches.</exception>
    public Variable LogMeanExpOverDraws(int draws) =>
        draws == 1
            ? this
            : Tape.Record(new DrawLogMeanExp(draws), OverDraws(nameof(LogMeanExpOverDraws), draws), this);

    /// <summary>
    /// Of every example's draws some, chosen each by itself with probability proportional to e^w:
    /// [draws * batch, columns] to [count * batch, columns]. Which are chosen is not differentiated; the chosen are.
    /// </summary>
    /// <param name="logWeights">w, [draws * batch]; constants.</param>
    /// <param name="uniform">Numbers from [0, 1) to choose by, [count * batch, 1].</param>
    /// <param name="count">How many are chosen for an example.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a gradient of w is wanted.</exception>
    public Variable ChooseDraw(Variable logWeights, Variable uniform, int count = 1)
    {
        ArgumentNullException.ThrowIfNull(logWeights);
        ArgumentNullException.ThrowIfNull(uniform);
        int chosen = uniform.Shape.Length, rows = Shape[0];
        if (logWeights.RequiresGradient)
            throw new ArgumentException("ChooseDraw: a choice has no gradient; give it constant weights (Detach).");
        return
            Shape.Rank == 2
            && logWeights.Shape == new Shape(rows)
            && uniform.Shape == new Shape(chosen, 1)
            && count > 0
            && chosen % count == 0
            && IsWholeBatches(rows, chosen / count)
            ? Tape.Record(
                new DrawChoice(rows / Math.Max(chosen / count, 1), count),
                new Shape(chosen, Shape[1]),
                this,
                logWeights,
                uniform)
            : throw new ArgumentException(
                $"ChooseDraw: draws of shape {Shape}, weights of shape {logWeights.Shape} and choices of shape " +
                    $"{uniform.Shape} for {count} each; give [draws * batch, columns], [draws * batch] and " +
                    "[count * batch, 1].");
    }

    private static bool IsWholeBatches(int rows, int batch) =>
        rows == batch || (batch > 0 && rows >= batch && rows % batch == 0);

    private Shape OverDraws(string operation, int draws) =>
        Shape.Rank == 1 && draws > 0 && Shape[0] % draws == 0
            ? new Shape(Shape[0] / draws)
            : throw new ArgumentException(
                $"{operation}: {draws} draws do not divide values of shape {Shape}; give [draws * batch].");

    // The largest value, and the sum of the weights beside it, which count as 1.
    private static (double Largest, double Sum) DrawWeights(ReadOnlySpan<float> x, int example, int batch)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int i = example; i < x.Length; i += batch)
            largest = float.IsNaN(x[i]) ? double.NaN : Math.Max(largest, x[i]);
        for (int i = example; i < x.Length; i += batch)
            sum += Math.Exp(x[i] - largest);
        return (largest, sum);
    }

    private sealed class RepeatRows(int draws) : IOperation
    {
        public string Name => "repeat";

        public IReadOnlyList<OperationAttribute> Attributes => [new("draws", draws)];

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            x.CopyTo(output.Value.Span);
            Fill(output.Value.Span, x.Length);
        }

        /// <summary>Repeats the first elements to the end.</summary>
        public static void Fill(Span<float> rows, int batch)
        {
            for (int start = batch; start < rows.Length; start += batch)
                rows[..batch].CopyTo(rows[start..]);
        }

        public void Backward(Variable output) => AddBatches(output.Gradient.Span, output.Inputs[0].GradientToAdd());

        /// <summary>Adds every batch to the sum.</summary>
        public static void AddBatches(ReadOnlySpan<float> batches, Span<float> sum)
        {
            for (int start = 0; start < batches.Length; start += sum.Length)
                TensorPrimitives.Add(sum, batches.Slice(start, sum.Length), sum);
        }
    }

    // Of all that lies the length of the output apart: batches over draws, or rows over a batch.
    private sealed class BatchMean(string name, params OperationAttribute[] attributes) : IOperation
    {
        public string Name => name;

        public IReadOnlyList<OperationAttribute> Attributes => attributes;

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            Span<float> y = output.Value.Span;
            for (int at = 0; at < y.Length; at++)
            {
                double sum = 0;
                for (int i = at; i < x.Length; i += y.Length)
                    sum += x[i];
                y[at] = (float)(sum * y.Length / x.Length);
            }
        }

        public void Backward(Variable output)
        {
            ReadOnlySpan<float> dy = output.Gradient.Span;
            Span<float> dx = output.Inputs[0].GradientToAdd();
            float share = dy.Length / (float)dx.Length;
            for (int i = 0; i < dx.Length; i++)
                dx[i] += share * dy[i % dy.Length];
        }
    }

    private sealed class DrawLogMeanExp(int draws) : IOperation
    {
        public string Name => "log_mean_exp_over_draws";

        public IReadOnlyList<OperationAttribute> Attributes => [new("draws", draws)];

        public void Forward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span;
            Span<float> y = output.Value.Span;
            for (int example = 0; example < y.Length; example++)
            {
                (double largest, double sum) = DrawWeights(x, example, y.Length);
                y[example] = (float)(largest + Math.Log(sum * y.Length / x.Length));
            }
        }

        // Beside the largest share these are below any rounding, and as denormals they would slow the walk back
        // tenfold.
        private const double LeastShare = 1e-20;

        // d ln mean e^x / dx_s = e^(x_s) / sum e^x: the draw's share of the weight.
        public void Backward(Variable output)
        {
            ReadOnlySpan<float> x = output.Inputs[0].Value.Span, dy = output.Gradient.Span;
            Span<float> dx = output.Inputs[0].GradientToAdd();
            for (int example = 0; example < dy.Length; example++)
            {
                (double largest, double sum) = DrawWeights(x, example, dy.Length);
                for (int i = example; i < x.Length; i += dy.Length)
                {
                    double share = Math.Exp(x[i] - largest) / sum;
                    if (!(share < LeastShare))
                        dx[i] += (float)(dy[example] * share);
                }
            }
        }
    }

    private sealed class DrawChoice(int draws, int count) : IOperation
    {
        public string Name => "choose_draw";

        public IReadOnlyList<OperationAttribute> Attributes => [new("draws", draws), new("count", count)];

        public void Forward(Variable output)
        {
            for (int choice = 0; choice < output.Shape[0]; choice++)
                output.Inputs[0].Value.Row(RowOf(output, choice)).CopyTo(output.Value.Row(choice));
        }

        // The gradient goes to the chosen rows alone.
        public void Backward(Variable output)
        {
            Span<float> dz = output.Inputs[0].GradientToAdd();
            int columns = output.Shape.Last;
            for (int choice = 0; choice < output.Shape[0]; choice++)
            {
                Span<float> row = dz.Slice(RowOf(output, choice) * columns, columns);
                TensorPrimitives.Add(row, output.Gradient.Row(choice), row);
            }
        }

        private int RowOf(Variable output, int choice)
        {
            ReadOnlySpan<float> logWeights = output.Inputs[1].Value.Span, uniform = output.Inputs[2].Value.Span;
            int batch = uniform.Length / count, row = choice % batch;
            (double largest, double sum) = DrawWeights(logWeights, row, batch);
            double left = uniform[choice] * sum - Math.Exp(logWeights[row] - largest);
            while (left >= 0 && row + batch < logWeights.Length)
            {
                row += batch;
                left -= Math.Exp(logWeights[row] - largest);
            }

            return row;
        }
    }
}
