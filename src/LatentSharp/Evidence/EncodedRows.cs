using System.Globalization;
using System.Text;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Objectives;
using LatentSharp.Runs;

namespace LatentSharp.Evidence;

/// <summary>What a trained model makes of new rows, as evidence, and as a file that a reading takes.</summary>
public static class EncodedRows
{
    /// <summary>
    /// q and p of examples, with their labels and conditions; of a run also what its objective weighed.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The examples in the units of the data.</param>
    /// <param name="device">The threads to use.</param>
    /// <exception cref="DataException">The model has no latent, or the examples have other columns.</exception>
    public static LatentEvidence Of(TrainedModel model, Dataset examples, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        if (model.Model.Latent is null)
            throw new DataException($"{model.Path}: model nn has no latent to encode to; give a run of another model");
        Dataset seen = model.Standardization?.Apply(examples) ?? examples;
        LatentEvidence encoded = RunEvidence.Encode(examples.Name, model.Model, seen, device);
        Objective? objective = model.Recorded?.Objective;
        return new LatentEvidence(
            examples.Name,
            encoded.Family,
            encoded.Family.Posterior.Concat(encoded.Family.Prior).ToDictionary(role => role, role => encoded[role]!))
        {
            Variables = encoded.Variables,
            Labels = RunEvidence.LabelsOf(seen),
            Condition = RunEvidence.Given(seen.Condition),
            PosteriorVarianceWeight = RunEvidence.Weight<PosteriorVariance>(objective),
            PriorKlWeight = RunEvidence.Weight<PriorKl>(objective),
        };
    }

    /// <summary>Writes the arrays under the names of their roles as a .npz file.</summary>
    /// <param name="evidence">The arrays.</param>
    /// <param name="stream">Receives the file.</param>
    public static void WriteNpz(LatentEvidence evidence, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        using var file = new NpzWriter(stream);
        foreach ((EvidenceRole role, IEvidenceArray array) in ArraysOf(evidence))
        {
            double[] values = All(array);
            if (role == EvidenceRole.Labels)
                file.Add(role.Name, [array.Rows], Array.ConvertAll(values, value => (long)value));
            else
                file.Add(role.Name, Shape(role, array), Array.ConvertAll(values, value => (float)value));
        }

        Add(EvidenceRole.PosteriorVarianceWeight, evidence.PosteriorVarianceWeight);
        Add(EvidenceRole.PriorKlWeight, evidence.PriorKlWeight);

        long[] Shape(EvidenceRole role, IEvidenceArray array) =>
            role.Axes == EvidenceShape.Values && evidence.Variables > 1
                ? [array.Rows, evidence.Variables, array.Columns / evidence.Variables]
                : [array.Rows, array.Columns];

        void Add(EvidenceRole role, double? weight)
        {
            if (weight is { } value)
                file.Add(role.Name, [], [value]);
        }
    }

    /// <summary>Writes the arrays as a table: a row to an example, a column to a role and dimension.</summary>
    /// <param name="evidence">The arrays.</param>
    /// <param name="stream">Receives the table.</param>
    public static void WriteCsv(LatentEvidence evidence, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        (EvidenceRole Role, IEvidenceArray Array)[] arrays = [.. ArraysOf(evidence)];
        double[][] values = [.. arrays.Select(pair => All(pair.Array))];
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', arrays.SelectMany(pair => pair.Role == EvidenceRole.Labels
            ? [pair.Role.Name]
            : Enumerable.Range(0, pair.Array.Columns).Select(column =>
                string.Create(CultureInfo.InvariantCulture, $"{pair.Role.Name}_{column}")))));
        for (long row = 0; row < evidence.Examples; row++)
        {
            for (int i = 0; i < arrays.Length; i++)
            {
                for (int column = 0; column < arrays[i].Array.Columns; column++)
                {
                    text.Write(i + column == 0 ? "" : ",");
                    text.Write(((float)values[i][row * arrays[i].Array.Columns + column])
                        .ToString("R", CultureInfo.InvariantCulture));
                }
            }

            text.WriteLine();
        }
    }

    private static IEnumerable<(EvidenceRole Role, IEvidenceArray Array)> ArraysOf(LatentEvidence evidence) =>
        evidence.Family.Posterior
            .Concat(evidence.Family.Prior)
            .Append(EvidenceRole.Condition)
            .Append(EvidenceRole.Labels)
            .Where(role => evidence[role] is not null)
            .Select(role => (role, evidence[role]!));

    private static double[] All(IEvidenceArray array)
    {
        var values = new double[checked(array.Rows * array.Columns)];
        array.Read(0, values);
        return values;
    }
}
