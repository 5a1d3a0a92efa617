using LatentSharp.Data;
using LatentSharp.Data.Formats.Arrays;
using LatentSharp.Data.Formats.Numpy;
using LatentSharp.Data.Formats.Safetensors;
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
    private readonly IReadOnlyDictionary<string, string> map;
    private readonly Dictionary<EvidenceRole, StoredArray> arrays = [];

    private EvidenceFile(
        string path,
        IArrayFile file,
        IReadOnlyDictionary<string, string> map,
        double? posteriorVarianceWeight,
        double? priorKlWeight)
    {
        (this.path, this.file, this.map) = (path, file, map);
        Dictionary<EvidenceRole, string> names = FindNames();
        var family = EvidenceFamily.Of(names.Keys);
        RequirePosterior(family, names);
        foreach (EvidenceRole role in EvidenceRole.All)
        {
            if (names.TryGetValue(role, out string? name))
                arrays.Add(role, Checked(role, name, file.OpenArray(name)));
        }

        Unused = [.. file.Names.Except(names.Values, StringComparer.Ordinal)];
        Evidence = Gather(family, posteriorVarianceWeight, priorKlWeight);
    }

    /// <summary>The arrays under their roles, of matching shapes.</summary>
    public LatentEvidence Evidence { get; }

    /// <summary>The arrays of the file that no role took.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>
    /// Opens evidence and checks names, types and shapes; of the values only deflated ones are read, to expand them.
    /// </summary>
    /// <param name="path">A .npz file, a .safetensors file or a folder of .npy files.</param>
    /// <param name="map">For roles whose arrays have other names: role to array name.</param>
    /// <param name="posteriorVarianceWeight">
    /// The weight of V_post in training, where the file does not say; it goes before the file's.
    /// </param>
    /// <param name="priorKlWeight">
    /// The final weight of K_prior beside a reconstruction summed over the target, likewise; 1 where neither says.
    /// </param>
    /// <exception cref="OptionException">
    /// The map names a role that does not exist, or an array twice; or the weight is none.
    /// </exception>
    /// <exception cref="DataException">
    /// The file is damaged, a required array is missing, or an array's type or shape is not that of its role.
    /// </exception>
    public static EvidenceFile Open(
        string path,
        IReadOnlyDictionary<string, string> map,
        double? posteriorVarianceWeight = null,
        double? priorKlWeight = null)
    {
        if (posteriorVarianceWeight is { } weight && !(weight >= 0 && double.IsFinite(weight)))
            throw OptionException.OutOfRange(
                "posterior_variance_weight",
                weight,
                "a finite weight of at least 0; 0 makes the term diagnostic only");
        if (priorKlWeight is { } beta && !(beta >= 0 && double.IsFinite(beta)))
            throw OptionException.OutOfRange("prior_kl_weight", beta, "a finite weight of at least 0");
        CheckMap(map);
        IArrayFile file = OpenArrays(path);
        try
        {
            return new EvidenceFile(path, file, map, posteriorVarianceWeight, priorKlWeight);
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
        string[] roles = [.. EvidenceRole.All.Select(role => role.Name)];
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

    private Dictionary<EvidenceRole, string> FindNames()
    {
        var present = file.Names.ToHashSet(StringComparer.Ordinal);
        var given = map.Values.ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<EvidenceRole, string>();
        foreach (EvidenceRole role in EvidenceRole.All)
        {
            if (map.TryGetValue(role.Name, out string? name))
            {
                if (!present.Contains(name))
                    throw new DataException(
                        $"{path}: map {role.Name}={name}: there is no array '{name}'; {WhatIsThere()}");
                names.Add(role, name);
            }
            else if (present.Contains(role.Name) && !given.Contains(role.Name))
            {
                names.Add(role, role.Name);
            }
        }

        return names;
    }

    private void RequirePosterior(EvidenceFamily family, Dictionary<EvidenceRole, string> names)
    {
        EvidenceRole[] missing = [.. family.Posterior.Where(role => !names.ContainsKey(role))];
        if (missing.Length > 0)
            throw new DataException(
                $"{path}: {string.Join(" and ", missing.Select(role => role.Name))} "
                    + $"{(missing.Length == 1 ? "is" : "are")} missing; {WhatIsThere()}; "
                    + "export what is missing, or map it to an array of another name")
            {
                Remedy = new Remedy(RemedyKind.MapArrays, [.. missing.Select(role => role.Name)]),
            };
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

    private StoredArray Checked(EvidenceRole role, string name, StoredArray array)
    {
        string what =
            role.Name == name ? $"{path}: {role.Name}" : $"{path}: {role.Name} (array {OneLine.Excerpt(name)})";
        if (!role.Elements.Accepts(array.Element))
            throw new DataException(
                $"{what} holds {array.Element}; expected {role.Elements.Expected}: convert it before saving.");
        return role.Axes.Accepts(array.Shape)
            ? array
            : throw new DataException(
                $"{what} has the shape {ArrayShape.Text(array.Shape)}; expected {role.Shape}: "
                    + "reshape it before saving.");
    }

    private LatentEvidence Gather(EvidenceFamily family, double? posteriorVarianceWeight, double? priorKlWeight)
    {
        var rows = new Dictionary<EvidenceRole, IEvidenceArray>();
        foreach ((EvidenceRole role, StoredArray array) in arrays)
        {
            if (role.Axes != EvidenceShape.Scalar)
                rows.Add(role, new FileArray(role.Name, array));
        }

        var evidence = new LatentEvidence(path, family, rows)
        {
            PosteriorVarianceWeight = posteriorVarianceWeight ?? ReadWeight(EvidenceRole.PosteriorVarianceWeight),
            PriorKlWeight = priorKlWeight ?? ReadWeight(EvidenceRole.PriorKlWeight),
        };
        evidence.Validate();
        foreach (StoredArray array in arrays.Values)
            array.Prepare();
        return evidence;
    }

    private double? ReadWeight(EvidenceRole role)
    {
        if (!arrays.TryGetValue(role, out StoredArray? array))
            return null;
        Span<double> weight = stackalloc double[1];
        array.Prepare();
        array.Read(0, weight);
        return weight[0] >= 0 && double.IsFinite(weight[0])
            ? weight[0]
            : throw new DataException(
                $"{path}: {role} is {weight[0]}; expected a finite weight "
                    + "from 0 on.");
    }
}
