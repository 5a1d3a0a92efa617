using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Objectives;
using LatentSharp.Words;

namespace LatentSharp.Evidence;

/// <summary>
/// Evidence in a file that another framework exported: a .npz or .safetensors file, or a folder of .npy files. The
/// arrays stay in the file, which is open until this is disposed.
/// </summary>
public sealed class EvidenceFile : IDisposable
{
    private const int MostNamesInErrors = 20;

    private readonly string path;
    private readonly IArrayFile file;
    private readonly EvidenceOptions options;
    private readonly Dictionary<EvidenceRole, Found> arrays = [];

    private EvidenceFile(string path, IArrayFile file, EvidenceOptions options)
    {
        (this.path, this.file, this.options) = (path, file, options);
        Dictionary<EvidenceRole, (string As, string Name)> names = FindNames();
        var family = EvidenceFamily.Of(names.Keys);
        RequirePosterior(family, names.Keys);
        foreach (EvidenceRole role in EvidenceRole.All)
        {
            if (names.TryGetValue(role, out (string As, string Name) found))
                arrays.Add(role, Checked(role, found.As, found.Name, file.OpenArray(found.Name)));
        }

        Unused = [.. file.Names.Except(names.Values.Select(found => found.Name), StringComparer.Ordinal)];
        Evidence = Gather(family);
    }

    /// <summary>The arrays under their roles, of matching shapes.</summary>
    public LatentEvidence Evidence { get; }

    /// <summary>The arrays of the file that no role took.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>
    /// Opens evidence and checks names, types and shapes; of the values only deflated ones are read, to expand them.
    /// </summary>
    /// <param name="path">A .npz file, a .safetensors file or a folder of .npy files.</param>
    /// <param name="options">What is known beside what the file says; null for nothing.</param>
    /// <exception cref="OptionException">The map names a role that does not exist, or an array twice.</exception>
    /// <exception cref="DataException">
    /// The file is damaged, a required array is missing, or an array's type or shape is not that of its role.
    /// </exception>
    public static EvidenceFile Open(string path, EvidenceOptions? options = null)
    {
        options ??= EvidenceOptions.None;
        CheckMap(options.Map);
        IArrayFile file = OpenArrays(path);
        try
        {
            return new EvidenceFile(path, file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file; the arrays can no longer be read.</summary>
    public void Dispose() => file.Dispose();

    private static void CheckMap(IReadOnlyDictionary<string, string> map)
    {
        string[] roles = [.. EvidenceRole.All.SelectMany(role => role.Names)];
        foreach ((string role, string name) in map)
        {
            if (!roles.Contains(role, StringComparer.Ordinal))
                throw new OptionException(
                    $"map {role}={name}: there is no role '{role}'; {NearestName.Suggestion(role, roles)}");
        }

        foreach (
            IGrouping<string, string> taken in map.GroupBy(pair => pair.Value, pair => pair.Key)
                .Where(taken => taken.Count() > 1))
            throw new OptionException(
                $"map gives '{taken.Key}' to {string.Join(" and ", taken.Order(StringComparer.Ordinal))}; "
                    + "give each role an array of its own");
    }

    private static IArrayFile OpenArrays(string path)
    {
        if (Directory.Exists(path))
            return NpyFolder.Open(path);
        string extension = Path.GetExtension(path);
        if (extension.Equals(".npz", StringComparison.OrdinalIgnoreCase))
            return NpzFile.Open(path);
        if (extension.Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
            return SafetensorsArrays.Open(path);
        throw new DataException(
            extension.Equals(".npy", StringComparison.OrdinalIgnoreCase)
                ? $"{path}: a .npy file holds one array; give the folder that has "
                    + string.Join(" and ", EvidenceFamily.Gaussian.Posterior.Select(role => $"{role}.npy"))
                    + ", or a .npz file."
                : $"{path}: neither a .npz file, a .safetensors file nor a folder of .npy files; export the arrays as "
                    + "one of these."
        );
    }

    // By each role, under which name and in which array.
    private Dictionary<EvidenceRole, (string As, string Name)> FindNames()
    {
        var present = file.Names.ToHashSet(StringComparer.Ordinal);
        var given = options.Map.Values.ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<EvidenceRole, (string As, string Name)>();
        foreach (EvidenceRole role in EvidenceRole.All)
        {
            foreach (string form in role.Names)
            {
                if (options.Map.TryGetValue(form, out string? name))
                {
                    if (!present.Contains(name))
                        throw new DataException(
                            $"{path}: map {form}={name}: there is no array '{name}'; {WhatIsThere()}");
                }
                else if (present.Contains(form) && !given.Contains(form))
                {
                    name = form;
                }
                else
                {
                    continue;
                }

                if (!names.TryAdd(role, (form, name)))
                    throw new DataException(
                        $"{path}: {names[role].As} and {form} say the same in two ways; leave one of them out");
            }
        }

        return names;
    }

    private void RequirePosterior(EvidenceFamily family, IReadOnlyCollection<EvidenceRole> present)
    {
        if (EvidenceFamily.All.Last(each => each == family || each.Posterior.Any(present.Contains)) is { } other
            && other != family)
            throw new DataException(
                $"{path}: {present.First(family.Posterior.Contains)} and {other.Posterior[0]} are there, and a file is "
                    + "read as one latent; leave out one of the two");
        EvidenceRole[] missing = [.. family.Posterior.Where(role => !present.Contains(role))];
        if (missing.Length > 0)
            throw new DataException(
                $"{path}: {string.Join(" and ", missing.Select(role => role.Name))} "
                    + $"{(missing.Length == 1 ? "is" : "are")} missing; {WhatIsThere()}; export what is missing"
                    + $"{string.Concat(missing.Select(Choices))}, or map it to an array of another name")
            {
                Remedy = new Remedy(RemedyKind.MapArrays, [.. missing.Select(role => role.Name)]),
            };

        static string Choices(EvidenceRole role) =>
            role.Forms.Count == 0
                ? ""
                : $", or {string.Join(" or ", role.Forms.Select(form => form.Name))} in place of {role}";
    }

    private string WhatIsThere()
    {
        if (file.Names.Count == 0)
            return "there are no arrays at all";
        string names = string.Join(
            ", ",
            file.Names.Take(MostNamesInErrors).Select(name => OneLine.Excerpt(name)));
        return file.Names.Count > MostNamesInErrors
            ? $"there are {names} and {file.Names.Count - MostNamesInErrors} more"
            : $"there {(file.Names.Count == 1 ? "is" : "are")} {names}";
    }

    private Found Checked(EvidenceRole role, string form, string name, StoredArray array)
    {
        string what = form == name ? $"{path}: {form}" : $"{path}: {form} (array {OneLine.Excerpt(name)})";
        if (!role.Elements.Accepts(array.Element))
            throw new DataException(
                $"{what} holds {array.Element}; expected {role.Elements.Expected}: convert it before saving.");
        return new Found(form, array, what);
    }

    private LatentEvidence Gather(EvidenceFamily family)
    {
        EvidenceLayout layout = Layout(family.Posterior[0]);
        var rows = new Dictionary<EvidenceRole, IEvidenceArray>();
        foreach ((EvidenceRole role, Found found) in arrays)
        {
            if (role.Axes == EvidenceShape.Scalar)
                RequireScalar(role, found);
            else if (role != EvidenceRole.Mask)
                rows.Add(role, Arranged(layout, role, found));
        }

        if (layout.Sequences() is { } sequences)
            rows.TryAdd(EvidenceRole.Groups, sequences);
        if (options.StandardPrior)
            AddStandardPrior(family, rows);
        var evidence = new LatentEvidence(path, family, rows)
        {
            Variables = layout.Variables,
            PosteriorVarianceWeight = options.PosteriorVarianceWeight
                ?? ReadWeight(EvidenceRole.PosteriorVarianceWeight)
                ?? LoggedWeight(PosteriorVariance.TermName),
            PriorKlWeight = options.PriorKlWeight
                ?? ReadWeight(EvidenceRole.PriorKlWeight)
                ?? LoggedWeight(PriorKl.TermName),
            PriorIsStandard = options.StandardPrior ? true : null,
            History = options.History,
        };
        evidence.Validate();
        foreach (Found found in arrays.Values)
            found.Array.Prepare();
        return evidence;
    }

    private EvidenceLayout Layout(EvidenceRole role)
    {
        Found leading = arrays[role];
        if (!EvidenceLayout.MayLead(role, leading.Array.Shape))
            throw new DataException(
                $"{leading.What} has the shape {ArrayShape.Text(leading.Array.Shape)}; expected {role.Shape}, or "
                    + (role.Axes == EvidenceShape.Values
                        ? "[sequences, steps, variables, values] of two values at least"
                        : "[sequences, steps, dimensions]")
                    + ": reshape it before saving.");
        var layout = new EvidenceLayout(role, leading.Array.Shape);
        if (arrays.TryGetValue(EvidenceRole.Mask, out Found? mask))
            layout.Apply(mask.Array, mask.What);
        return layout;
    }

    private static IEvidenceArray Arranged(EvidenceLayout layout, EvidenceRole role, Found found)
    {
        IEvidenceArray array = layout.Arrange(role, found.Array, found.What);
        return role.Forms.FirstOrDefault(form => form.Name == found.As) is { } form
            ? form.Computed(array, layout.Variables)
            : array;
    }

    private void AddStandardPrior(EvidenceFamily family, Dictionary<EvidenceRole, IEvidenceArray> rows)
    {
        if (family.Prior.FirstOrDefault(rows.ContainsKey) is { } given)
            throw new DataException(
                $"{path}: {given} is there, and the prior is said to be {family.StandardPrior}; "
                    + "leave out one of the two");
        IEvidenceArray leading = rows[family.Posterior[0]];
        foreach (EvidenceRole role in family.Prior)
            rows.Add(role, new RepeatedRow(role.Name, new double[leading.Columns], leading.Rows));
    }

    private static void RequireScalar(EvidenceRole role, Found found)
    {
        if (!role.Axes.Accepts(found.Array.Shape))
            throw new DataException(
                $"{found.What} has the shape {ArrayShape.Text(found.Array.Shape)}; expected {role.Shape}: reshape it "
                    + "before saving.");
    }

    // At the last step of the log, beside a reconstruction of weight 1.
    private double? LoggedWeight(string term) =>
        options.History?.Points is [.., var last]
        && last.Terms.TryGetValue(term, out (double Raw, double Weight) weighed)
        && last.Terms.TryGetValue(Reconstruction.TermName, out (double Raw, double Weight) beside)
        && beside.Weight > 0
            ? weighed.Weight / beside.Weight
            : null;

    private double? ReadWeight(EvidenceRole role)
    {
        if (!arrays.TryGetValue(role, out Found? found))
            return null;
        Span<double> weight = stackalloc double[1];
        found.Array.Prepare();
        found.Array.Read(0, weight);
        return weight[0] >= 0 && double.IsFinite(weight[0])
            ? weight[0]
            : throw new DataException(
                $"{path}: {role} is {weight[0]}; expected a finite weight "
                    + "from 0 on.");
    }

    /// <summary>An array of the file.</summary>
    /// <param name="As">The name that it goes by, of its role or of a form of it.</param>
    /// <param name="Array">The array.</param>
    /// <param name="What">The file and the array, as errors name them.</param>
    private sealed record Found(string As, StoredArray Array, string What);
}
