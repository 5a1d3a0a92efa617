using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Models;
using LatentSharp.Onnx;
using LatentSharp.Onnx.Wire;
using LatentSharp.Runs;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Data;
using LatentSharp.Tests.Runs;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Onnx;

public sealed class OnnxExporterTests : IDisposable
{
    private static readonly CvaeOptions Small = SmallTask.Model with { Hidden = [5], Activation = Activation.Tanh };

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(true, true, PriorKind.Learned, "router inference decoder sample")]
    [InlineData(true, true, PriorKind.Standard, "inference decoder sample")]
    [InlineData(true, false, PriorKind.Learned, "router decoder sample")]
    [InlineData(false, false, PriorKind.Learned, "decoder sample")]
    public void A_model_is_written_in_the_parts_that_it_has_and_the_same_again(
        bool latent,
        bool inference,
        PriorKind prior,
        string parts)
    {
        TrainedModel model = Load(Small with { HasLatent = latent, HasInferenceNetwork = inference, Prior = prior });
        IReadOnlyList<OnnxFile> files = OnnxExporter.Export(model, directory["graphs"]);
        Assert.Equal(parts, string.Join(' ', files.Select(file => Path.GetFileNameWithoutExtension(file.Path))));
        Assert.Equal(
            files.Select(file => Path.GetFileName(file.Path)).Order(),
            Directory.EnumerateFiles(directory["graphs"]).Select(Path.GetFileName).Order());
        foreach (OnnxFile file in files)
            Assert.Equal(File.ReadAllBytes(file.Path), Bytes(model, file.Part));

        // What is there is replaced.
        File.WriteAllText(files[0].Path, "another file");
        OnnxExporter.Export(model, directory["graphs"]);
        Assert.Equal(File.ReadAllBytes(files[0].Path), Bytes(model, files[0].Part));

        var missing = Enum.GetValues<OnnxPart>().Except(files.Select(file => file.Part)).ToArray();
        Assert.All(missing, part => Assert.Equal(
            $"OnnxExporter: {model.Path} has no part {OnnxExporter.FileNameOf(part)[..^5]}; its parts are "
                + $"{parts.Replace(" ", ", ", StringComparison.Ordinal)}. (Parameter 'part')",
            Assert.Throws<ArgumentException>(() => Bytes(model, part)).Message));
    }

    [Fact]
    public void Inputs_and_outputs_have_names_and_a_free_batch()
    {
        TrainedModel model = Load(Small with { Likelihood = LikelihoodKind.NormalLearnedScale });
        Assert.Equal(
            [
                "condition [batch, 3] -> prior_mean [batch, 2], prior_logvar [batch, 2]",
                "condition [batch, 3], target [batch, 4] -> posterior_mean [batch, 2], posterior_logvar [batch, 2]",
                "condition [batch, 3], z [batch, 2] -> target_mean [batch, 4], target_deviation [batch, 4]",
                "condition [batch, 3], latent_noise [batch, 2], target_noise [batch, 4] -> "
                    + "z [batch, 2], target_mean [batch, 4], target [batch, 4]",
            ],
            OnnxExporter.Export(model, directory["graphs"]).Select(file =>
                $"{string.Join(", ", file.Inputs)} -> {string.Join(", ", file.Outputs)}"));
        ModelProto decoder = Read(Load(Small with { DecoderSeesCondition = false }), OnnxPart.Decoder);
        Assert.Equal(["z"], decoder.Graph.Input.Select(input => input.Name));
        Assert.Equal(["target_mean", "target_logit"], decoder.Graph.Output.Select(output => output.Name));
    }

    [Fact]
    public void Nodes_are_called_after_layers_and_weights_after_parameters()
    {
        TrainedModel model = Load(Small, ModelFiles.Map(3, 4).ForConditionOnly());
        GraphProto graph = Read(model, OnnxPart.Router).Graph;
        Assert.Equal(
            [
                "subtract", "divide", "router.0.linear", "router.0.tanh", "router.1.linear", "prior_mean",
                "prior_logvar",
            ],
            graph.Node.Select(node => node.Name));
        Assert.Equal(
            [
                "standardization.condition.mean", "standardization.condition.scale", "router.0.weight",
                "router.0.bias", "router.1.weight", "router.1.bias",
            ],
            graph.Initializer.Where(tensor => tensor.DataType == TensorProto.Types.DataType.Float)
                .Select(tensor => tensor.Name));
        Assert.Equal("router", graph.Name);
        Assert.Equal("x (3 columns)", graph.Input[0].DocString);
    }

    [Fact]
    public void The_metadata_are_those_of_the_weights()
    {
        string path = directory["model.safetensors"];
        TrainedModel model = ModelFiles.Load(
            path,
            Small,
            new Fields(Field.Column("height"), Field.OneHot("kind", ["a", "b"])),
            Fields.Columns("p", "q", "r", "s"),
            ModelFiles.Map(3, 4).ForConditionOnly());
        ModelProto file = Read(model, OnnxPart.Decoder);
        Assert.Equal(
            SafetensorsFile.Read(path).Metadata.OrderBy(entry => entry.Key),
            file.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value).OrderBy(entry => entry.Key));
        Assert.Equal(("LatentSharp", 8L), (file.ProducerName, file.IrVersion));
        Assert.Equal(17, Assert.Single(file.OpsetImport).Version);
        Assert.Equal("height, kind (2 columns)", file.Graph.Input[0].DocString);
    }

    [Fact]
    public void Where_nothing_can_be_written_nothing_is()
    {
        TrainedModel model = Load(Small);
        string file = directory.Write("taken", [1]);
        Assert.ThrowsAny<IOException>(() => OnnxExporter.Export(model, file));
        Directory.CreateDirectory(Path.Combine(directory["graphs"], "router.onnx"));
        Assert.ThrowsAny<Exception>(() => OnnxExporter.Export(model, directory["graphs"]));
        Assert.Empty(Directory.EnumerateFiles(directory["graphs"]));
        Assert.Equal([1], File.ReadAllBytes(file));
    }

    [Fact]
    public void A_graph_passes_on_what_is_no_number()
    {
        using var run = GraphRun.Of(Load(Small), OnnxPart.Router);
        Assert.All(run.Run(1, ("condition", [1, float.NaN, 2]))["prior_mean"], mean => Assert.True(float.IsNaN(mean)));
    }

    [Fact]
    public void The_checker_of_ONNX_finds_nothing_to_complain_of()
    {
        string python = Python.Needed("onnx");
        for (int number = 0; number < 48; number++)
        {
            TrainedModel model = RandomModels.Load(directory["model.safetensors"], number);
            OnnxExporter.Export(model, directory[$"graphs{number}"]);
        }

        ToolRun check = ToolRun.Start(
            python,
            directory["."],
            _ => { },
            "-c",
            """
            import glob, onnx
            files = sorted(glob.glob("graphs*/*.onnx"))
            for path in files:
                model = onnx.load(path)
                onnx.checker.check_model(model, full_check=True)
                inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True).graph
                for value in (*inferred.input, *inferred.output):
                    rows, columns = value.type.tensor_type.shape.dim
                    assert rows.dim_param == "batch" and columns.HasField("dim_value"), (path, value)
            print(len(files))
            """);
        Assert.True(check.ExitCode == 0, check.Error);
        int files = Directory.EnumerateFiles(directory["."], "*.onnx", SearchOption.AllDirectories).Count();
        Assert.Equal($"{files}\n", check.Output);
    }

    private static byte[] Bytes(TrainedModel model, OnnxPart part)
    {
        using var stream = new MemoryStream();
        OnnxExporter.Save(model, part, stream);
        return stream.ToArray();
    }

    private static ModelProto Read(TrainedModel model, OnnxPart part) =>
        ModelProto.Parser.ParseFrom(Bytes(model, part));

    private TrainedModel Load(CvaeOptions options, Standardization? map = null) =>
        ModelFiles.Load(directory["model.safetensors"], options, standardization: map);
}
