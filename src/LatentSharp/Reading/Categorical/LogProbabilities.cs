using System.Globalization;
using System.Numerics.Tensors;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Evidence;

namespace LatentSharp.Reading.Categorical;

/// <summary>ln pi and pi of a categorical latent from its logits, block by block.</summary>
internal sealed class LogProbabilities
{
    private const double Rounding = 1e-3;

    private readonly string evidence;
    private readonly IEvidenceArray logits;
    private readonly int values;
    private bool couldBeProbabilities = true, differ;
    private double[] logs = [], probabilities = [];

    /// <summary>Prepares to read.</summary>
    /// <param name="evidence">What reports call the evidence.</param>
    /// <param name="logits">[N, M * K]</param>
    /// <param name="values">K</param>
    public LogProbabilities(string evidence, IEvidenceArray logits, int values) =>
        (this.evidence, this.logits, this.values) = (evidence, logits, values);

    /// <summary>Reads rows.</summary>
    /// <exception cref="DataException">
    /// A logit is not a number, or +infinity, or all values of a variable are impossible.
    /// </exception>
    public void Read(long firstRow, int rows)
    {
        int count = rows * logits.Columns;
        if (logs.Length < count)
            (logs, probabilities) = (new double[count], new double[count]);
        logits.Read(firstRow, logs.AsSpan(0, count));
        for (int start = 0; start < count; start += values)
        {
            Span<double> log = logs.AsSpan(start, values), probability = probabilities.AsSpan(start, values);
            double largest = double.NegativeInfinity, sum = 0;
            foreach (double logit in log)
            {
                // A comparison with NaN is false.
                if (!(logit < double.PositiveInfinity))
                    throw Refused(firstRow, start, "is no logit; a logit is a number, or -inf where a value is "
                        + "impossible: leave the example out, or find out why the model gave it");
                largest = Math.Max(largest, logit);
            }

            if (double.IsNegativeInfinity(largest))
                throw Refused(firstRow, start, "makes all values impossible; one at least must be possible: leave the "
                    + "example out, or find out what masked them all");
            See(log);
            for (int k = 0; k < values; k++)
                sum += probability[k] = Math.Exp(log[k] - largest);
            TensorPrimitives.Divide(probability, sum, probability);
            TensorPrimitives.Subtract(log, largest + Math.Log(sum), log);
        }
    }

    /// <summary>ln pi of a variable of a row that was read.</summary>
    public ReadOnlySpan<double> Logs(int row, int variable) =>
        logs.AsSpan(row * logits.Columns + variable * values, values);

    /// <summary>pi of it.</summary>
    public ReadOnlySpan<double> Of(int row, int variable) =>
        probabilities.AsSpan(row * logits.Columns + variable * values, values);

    /// <summary>Refuses what was read where it was probabilities.</summary>
    /// <exception cref="DataException">It was.</exception>
    public void RequireLogits()
    {
        if (couldBeProbabilities && differ)
            throw new DataException(
                $"{evidence}: {logits.Name} holds probabilities: all are from 0 to 1, and those of each row add up to "
                    + $"1; give them as {logits.Name.Replace("logits", "probabilities", StringComparison.Ordinal)}, or "
                    + "the logits");
    }

    // Equal ones are a uniform distribution either way.
    private void See(ReadOnlySpan<double> log)
    {
        if (!couldBeProbabilities)
            return;
        double least = TensorPrimitives.Min(log), largest = TensorPrimitives.Max(log);
        couldBeProbabilities = least >= 0 && largest <= 1 && Math.Abs(Sums.Of(log) - 1) <= Rounding;
        differ |= largest - least > Rounding;
    }

    private DataException Refused(long firstRow, int start, string why)
    {
        long row = firstRow + start / logits.Columns;
        int at = Array.FindIndex(logs, start, values, logit => !(logit < double.PositiveInfinity));
        string what = at < 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", column {at % logits.Columns}: {logs[at]}");
        return new DataException($"{evidence}: {logits.Name}, row {row}{what} (counted from 0) {why}");
    }
}
