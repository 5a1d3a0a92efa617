using System.Globalization;
using Google.Protobuf;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Onnx.Wire;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Words;

namespace LatentSharp.Onnx;

/// <summary>
/// Writes the parts of a trained model as ONNX files (operators of version 17), preprocessing included: rows are what
/// <see cref="TrainedModel"/> takes and gives, in the units of the data and for any batch. A graph is made from the
/// operations that the model records, and its metadata are those of <c>model.safetensors</c>.
/// </summary>
public static class OnnxExporter
{
    private const long RepresentationVersion = 8, OperatorVersion = 17;

    /// <summary>The parts that a model has.</summary>
    public static IReadOnlyList<OnnxPart> PartsOf(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        CvaeOptions options = model.Options;
        var parts = new List<OnnxPart>();
        if (options is { HasLatent: true, Prior: PriorKind.Learned })
            parts.Add(OnnxPart.Router);
        if (options is { HasLatent: true, HasInferenceNetwork: true })
            parts.Add(OnnxPart.Inference);
        return [.. parts, OnnxPart.Decoder, OnnxPart.Sample];
    }

    /// <summary>The name of a part's file, such as <c>decoder.onnx</c>.</summary>
    public static string FileNameOf(OnnxPart part) => $"{NameOf(part)}.onnx";

    /// <summary>Writes every part of a model to a directory. All are computed before the first is written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="directory">
    /// The directory, made where it is not there; a file that exists is replaced once the new one is whole.
    /// </param>
    /// <returns>The files, in the order of <see cref="PartsOf"/>.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="DataException">The model computes something that ONNX has no operator for.</exception>
    public static IReadOnlyList<OnnxFile> Export(TrainedModel model, string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        (OnnxPart Part, ModelProto File)[] built = [.. PartsOf(model).Select(part => (part, Build(model, part)))];
        Directory.CreateDirectory(directory);
        var files = new List<OnnxFile>();
        foreach ((OnnxPart part, ModelProto file) in built)
        {
            string path = Path.Combine(directory, FileNameOf(part));
            AtomicFile.Write(path, file.WriteTo);
            files.Add(new OnnxFile(path, part, Values(file.Graph.Input), Values(file.Graph.Output)));
        }

        return files;
    }

    /// <summary>Writes one part of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="part">The part; one of <see cref="PartsOf"/>.</param>
    /// <param name="stream">Receives the file.</param>
    /// <exception cref="ArgumentException">The model does not have the part.</exception>
    /// <exception cref="DataException">The model computes something that ONNX has no operator for.</exception>
    public static void Save(TrainedModel model, OnnxPart part, Stream stream)
    {
        IReadOnlyList<OnnxPart> parts = PartsOf(model);
        if (!parts.Contains(part))
            throw new ArgumentException(
                $"OnnxExporter: {model.Path} has no part {NameOf(part)}; its parts are "
                    + $"{string.Join(", ", parts.Select(NameOf))}.",
                nameof(part));
        Build(model, part).WriteTo(stream);
    }

    private static string NameOf(OnnxPart part) => part.ToString().ToLower(CultureInfo.InvariantCulture);

    private static ModelProto Build(TrainedModel model, OnnxPart part)
    {
        string kind = ModelKeys.All.Single(key => key.Name == "model").Read(model.Card.Configuration)[0],
            place = $"{model.Path}: the {NameOf(part)} of the {kind}";
        GraphProto graph = GraphBuilder.Build(Recording.Of(batch => PartTrace.Of(model, part, batch), place));
        graph.Name = NameOf(part);
        long bytes = graph.Initializer.Sum(tensor => (long)tensor.RawData.Length);
        if (bytes > int.MaxValue / 2)
            throw new DataException($"{place} has {bytes} bytes of weights; one ONNX file holds at most 2^30 of them");
        var file = new ModelProto
        {
            IrVersion = RepresentationVersion,
            ProducerName = nameof(LatentSharp),
            ProducerVersion = LibraryVersion.Full,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorVersion } },
        };
        foreach ((string key, string value) in ModelMetadata.Of(model.Card))
            file.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return file;
    }

    private static IReadOnlyList<OnnxValue> Values(IEnumerable<ValueInfoProto> values) =>
        [.. values.Select(value => new OnnxValue(value.Name, (int)value.Type.TensorType.Shape.Dim[1].DimValue))];
}
