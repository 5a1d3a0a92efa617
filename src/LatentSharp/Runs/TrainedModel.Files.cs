using LatentSharp.Data;
using LatentSharp.Data.Formats;
using LatentSharp.Data.Formats.Csv;
using LatentSharp.Data.Sources;
using LatentSharp.Data.Sources.Tables;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Runs;

/// <content>Rows in files.</content>
public sealed partial class TrainedModel
{
    /// <summary>
    /// Reads x: a table with a column for each of x's, an array of a .npz or .safetensors file, or x of examples that
    /// are no table, such as <c>digits</c>.
    /// </summary>
    /// <param name="path">
    /// The file, or the name of data; of several arrays the one called <c>condition</c> is taken.
    /// </param>
    /// <returns>x in the units of the data, [rows, condition].</returns>
    /// <exception cref="DataException">The file is damaged, or has not the columns of the model.</exception>
    public Tensor ReadConditions(string path)
    {
        Fields columns = WithColumns();
        return DataSources.All.FirstOrDefault(source => source.Accepts(path)) is null or CsvSource
            ? RowsFile.Read(path, columns, "condition", Standardization is not null)
            : ReadExamples(path).Condition;
    }

    /// <summary>Reads x from a table with a column for each of x's.</summary>
    /// <param name="table">The table, as a .csv file has it.</param>
    /// <param name="name">What errors call it.</param>
    /// <returns>x in the units of the data, [rows, condition].</returns>
    /// <exception cref="DataException">The table is damaged, or has not the columns of the model.</exception>
    public Tensor ReadConditions(Stream table, string name) => RowsFile.Read(table, name, WithColumns());

    /// <summary>
    /// Reads examples, x and y, as the run read those that it was trained on, with labels where there are any.
    /// </summary>
    /// <param name="location">The name of data, or the path of a file.</param>
    /// <param name="labels">The path of a file of labels, for images; null without one.</param>
    /// <param name="sources">The sources that are asked, in this order; null for the library's.</param>
    /// <returns>The examples in the units of the data; pixels that are bits are drawn once.</returns>
    /// <exception cref="DataException">The data cannot be used, or have other columns than the model.</exception>
    /// <exception cref="OptionException">The targets have no probability under the model's likelihood.</exception>
    public Dataset ReadExamples(
        string location,
        string? labels = null,
        IReadOnlyList<IDataSource>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(location);
        RunConfiguration configuration = card.Configuration;
        var request = new DataRequest(location)
        {
            Condition = configuration.Condition,
            Target = configuration.Target,
            Label = configuration.Label is { } label && HasColumn(location, label) ? label : null,
            Labels = labels,
            Binarization = Binarization.Parse(configuration.Binarize),
        };
        Dataset examples = WithClasses(DataSources.For(location, sources).Load(request).All.DrawnOnce());
        Require(examples, examples.ConditionFields, card.Condition, "condition");
        Require(examples, examples.TargetFields, card.Target, "target");
        LikelihoodCheck.Require(examples, Options.Likelihood);
        return examples;
    }

    private static bool HasColumn(string location, string name)
    {
        if (!File.Exists(location) || FileContent.Of(location).Kind != ContentKind.Table)
            return false;
        using var reader = new CsvReader(location);
        return reader.Header.Contains(name);
    }

    private static void Require(Dataset examples, Fields given, Fields own, string role)
    {
        if (given.Width != own.Width)
            throw new DataException(
                $"{examples.Name}: there are {given.Width} {role} columns, and the model has {own.Width}; give data " +
                    "with the columns that it was trained on");
        if (given is [{ Pixels: { } pixels }] && own is [{ Pixels: { } trained }]
            && (pixels.Width, pixels.Height) != (trained.Width, trained.Height))
            throw new DataException(
                $"{examples.Name}: the images are {pixels.Width} x {pixels.Height}, and the model's are " +
                    $"{trained.Width} x {trained.Height}; give images of that size");
    }

    private Fields WithColumns() =>
        condition.Width > 0
            ? card.Condition
            : throw new DataException($"{Path}: the model has no condition; leave it out");

    // The numbers of classes are those of the training data, whichever of them are among the new examples; classes
    // that it did not have follow.
    private Dataset WithClasses(Dataset examples)
    {
        Tensor given = examples.Condition;
        Fields fields = examples.ConditionFields;
        if (fields is [{ Classes: { } classes }] && card.Condition is [{ Classes: { } own }])
        {
            given = new Tensor(new Shape(examples.Count, own.Count));
            for (int row = 0; row < examples.Count; row++)
            {
                string name = classes[examples.Condition.Row(row).IndexOf(1f)];
                int place = own.ToList().IndexOf(name);
                given.Row(row)[place >= 0 ? place : throw new DataException(
                    $"{examples.Name}: row {row}, counted from 0, is of class {OneLine.Excerpt(name)}; " +
                        $"{NearestName.Suggestion(name, [.. own])}")] = 1;
            }

            fields = card.Condition;
        }

        if (examples is not { Labels: { } labels, LabelNames: { } names } || card.Classes is null)
            return ReferenceEquals(given, examples.Condition) ? examples : Of(examples.Labels, examples.LabelNames);
        string[] all = [.. card.Classes, .. names.Except(card.Classes)];
        int[] numbers = [.. names.Select(name => Array.IndexOf(all, name))];
        return Of([.. labels.Select(label => numbers[label])], all);

        Dataset Of(int[]? labels, string[]? names) =>
            new(examples.Name, given, examples.Target, labels, names, fields, examples.TargetFields);
    }
}
