using System.Globalization;
using LatentSharp.Tensors;
using LatentSharp.Words;

namespace LatentSharp.Data;

/// <summary>
/// Pairs of a condition x and a target y, one pair to a row, all finite; at least one example. A condition may have no
/// columns: then there is nothing to know, and y is modelled alone.
/// </summary>
public sealed class Dataset
{
    private string? fingerprint;

    /// <summary>
    /// Creates a data set over the given tensors; they are kept, not copied, and must not change afterwards.
    /// </summary>
    /// <param name="name">What errors and reports call the data: the file's name, or the built-in set's.</param>
    /// <param name="condition">What is known at test time, [examples, condition].</param>
    /// <param name="target">What is to be generated, [examples, target].</param>
    /// <param name="labels">The class index of each example, [examples]; null when there are no classes.</param>
    /// <param name="labelNames">The name of each class; given exactly when <paramref name="labels"/> is.</param>
    /// <param name="conditionFields">What the condition's columns are; null for numbers without names.</param>
    /// <param name="targetFields">What the target's columns are; null for numbers without names.</param>
    /// <exception cref="DataException">The parts do not fit together, or a value is not finite.</exception>
    public Dataset(
        string name,
        Tensor condition,
        Tensor target,
        int[]? labels = null,
        string[]? labelNames = null,
        Fields? conditionFields = null,
        Fields? targetFields = null)
    {
        (Name, Condition, Target, Labels, LabelNames) = (name, condition, target, labels, labelNames);

        CheckShape(condition, "condition");
        CheckShape(target, "target");
        if (target.Shape[1] == 0)
            throw new DataException($"{name}: the target has no columns; name at least one target column.");
        if (condition.Shape[0] != target.Shape[0])
            throw new DataException(
                $"{name}: the condition has {condition.Shape[0]} rows and the target {target.Shape[0]}; every " +
                    "example needs both.");
        if (Count == 0)
            throw new DataException($"{name}: there are no examples; give data with at least one row.");
        ConditionFields = conditionFields ?? Fields.Unnamed("condition", condition.Shape[1]);
        TargetFields = targetFields ?? Fields.Unnamed("target", target.Shape[1]);
        CheckWidth(ConditionFields, condition.Shape[1], "condition");
        CheckWidth(TargetFields, target.Shape[1], "target");
        CheckFinite(condition, ConditionFields, "condition");
        CheckFinite(target, TargetFields, "target");
        CheckLabels();
    }

    /// <summary>What errors and reports call the data.</summary>
    public string Name { get; }

    /// <summary>What is known at test time, [examples, condition].</summary>
    public Tensor Condition { get; }

    /// <summary>What is to be generated, [examples, target].</summary>
    public Tensor Target { get; }

    /// <summary>The class index of each example, [examples]; null when there are no classes.</summary>
    public int[]? Labels { get; }

    /// <summary>The name of each class; null when there are none.</summary>
    public string[]? LabelNames { get; }

    /// <summary>What the columns of the condition are.</summary>
    public Fields ConditionFields { get; }

    /// <summary>What the columns of the target are.</summary>
    public Fields TargetFields { get; }

    /// <summary>
    /// The image that the target is part of, and the condition where it is a field of the same name; null when the
    /// target is anything else than one field of pixels.
    /// </summary>
    public ImageLayout? Image => ImageLayout.Of(ConditionFields, TargetFields);

    /// <summary>
    /// How the values, which are grey, become bits anew in every epoch; null where they stay as they are.
    /// </summary>
    internal PixelDraws? Draws { get; init; }

    /// <summary>The number of examples.</summary>
    public int Count => Condition.Shape[0];

    /// <summary>
    /// The SHA-256 of the content, in lower-case hexadecimal: column names, labels, shapes and the values' bytes. It
    /// leaves out <see cref="Name"/>, so that a renamed file keeps its fingerprint.
    /// </summary>
    public string Fingerprint => fingerprint ??= DatasetFingerprint.Of(this);

    /// <summary>The examples at the given indices, in that order, copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not that of an example.</exception>
    /// <exception cref="DataException">No index is given.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(
                    nameof(indices),
                    $"Subset: {Name} has the examples 0 to {Count - 1}; example {index} was asked for.");
        }

        var condition = new Tensor(new Shape(indices.Length, Condition.Shape[1]));
        var target = new Tensor(new Shape(indices.Length, Target.Shape[1]));
        int[]? labels = Labels is null ? null : new int[indices.Length];
        CopyRows(indices, condition, target);
        for (int i = 0; i < labels?.Length; i++)
            labels[i] = Labels![indices[i]];
        return new Dataset(Name, condition, target, labels, LabelNames, ConditionFields, TargetFields)
        {
            Draws = Draws?.Of(indices),
        };
    }

    /// <summary>The examples of a range. Their values are not copied.</summary>
    internal Dataset Range(int start, int count) =>
        new(
            Name,
            Condition.Rows(start, count),
            Target.Rows(start, count),
            Labels?[start..(start + count)],
            LabelNames,
            ConditionFields,
            TargetFields)
        {
            Draws = Draws?.Of([.. Enumerable.Range(start, count)]),
        };

    /// <summary>The data with the bits that are drawn once; itself where nothing is to be drawn.</summary>
    internal Dataset DrawnOnce()
    {
        if (Draws is null)
            return this;
        Tensor condition = Condition.Copy(), target = Target.Copy();
        for (int i = 0; i < Count; i++)
            Draws.ApplyOnce(i, condition.Row(i), target.Row(i));
        return WithValues(condition, target);
    }

    /// <summary>Copies the rows at the given indices to the first rows of the destinations.</summary>
    internal void CopyRows(ReadOnlySpan<int> indices, Tensor condition, Tensor target)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            Condition.Row(indices[i]).CopyTo(condition.Row(i));
            Target.Row(indices[i]).CopyTo(target.Row(i));
        }
    }

    /// <summary>The same examples under other values of the same shapes.</summary>
    internal Dataset WithValues(Tensor condition, Tensor target) =>
        new(Name, condition, target, Labels, LabelNames, ConditionFields, TargetFields);

    private void CheckShape(Tensor values, string role)
    {
        if (values.Shape.Rank != 2)
            throw new DataException(
                $"{Name}: the {role} has shape {values.Shape}; expected [examples, {role}], one example to a row.");
    }

    private void CheckWidth(Fields fields, int columns, string role)
    {
        if (fields.Width != columns)
            throw new DataException(
                $"{Name}: the fields of the {role} have {fields.Width} elements and there are {columns} {role} " +
                    "columns; give fields that name each column once, or none.");
    }

    private void CheckFinite(Tensor values, Fields fields, string role)
    {
        if (values.IsFinite)
            return;
        int columns = values.Shape[1], place = 0;
        while (float.IsFinite(values.Span[place]))
            place++;
        int column = place % columns;
        Field field = fields.At(column);
        string named = field.Kind == FieldKind.Column ? $" ({OneLine.Excerpt(field.Name)})" : "";
        throw new DataException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Name}: {role} row {place / columns}, column {column}{named}, both counted from 0, is " +
                    $"{values.Span[place]}; "
                    + $"expected a finite number: remove the row or fill in the value."));
    }

    private void CheckLabels()
    {
        if ((Labels is null) != (LabelNames is null))
            throw new DataException($"{Name}: labels and label names come together; give both or neither.");
        if (Labels is null)
            return;
        if (Labels.Length != Count)
            throw new DataException(
                $"{Name}: there are {Labels.Length} labels for {Count} examples; give one label for each example.");
        for (int i = 0; i < Labels.Length; i++)
        {
            if ((uint)Labels[i] >= (uint)LabelNames!.Length)
                throw new DataException(
                    $"{Name}: the label of row {i}, counted from 0, is {Labels[i]}; expected a class index from " +
                        $"0 to {LabelNames.Length - 1}.");
        }
    }
}
