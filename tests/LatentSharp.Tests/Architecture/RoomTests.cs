using System.Runtime.CompilerServices;
using LatentSharp.Tests.Documentation;
using static System.StringComparison;

namespace LatentSharp.Tests.Architecture;

/// <summary>The rooms of the library and what each may use, asserted over the compiled code.</summary>
public class RoomTests
{
    // Arrows go up this list only: a room uses those before it. A folder with rooms of its own stands in the list for
    // the files that are directly in it: before its rooms where they build on it, after them where it puts them
    // together. A line is rooms of one kind.
    private static readonly string[] Rooms =
    [
        "Words",
        "Tensors", "Compute.Threads", "Compute", "Compute.Products", "Compute.Randomness",
        "Autodiff", "Optimization", "Distributions", "Layers", "Latents", "Latents.Gaussian",
        "Latents.Categorical",
        "Data",
        "Data.Formats", "Data.Formats.Arrays", "Data.Formats.Zip", "Data.Formats.Numpy", "Data.Formats.Safetensors",
        "Data.Formats.Csv", "Data.Formats.Idx",
        "Data.Sources.Tables", "Data.Sources.Images", "Data.Sources.Digits", "Data.Sources.Mnist", "Data.Sources",
        "Models", "Objectives", "Training",
        "Runs.Configuration", "Runs.Inference", "Runs",
        "Evidence",
        "Reading.Quantities", "Reading.Quantities.Book",
        "Reading.Statistics", "Reading.Streaming", "Reading.Mixtures", "Reading.Decoding",
        "Reading.Decoding.Likelihoods", "Reading.Probes", "Reading.Factors", "Reading.Calibration",
        "Reading.Categorical",
        "Reading.Findings", "Reading.Findings.Rules", "Reading.Findings.Questions",
        "Reading",
        "Reports.Documents",
        "Reports.Rendering.Text", "Reports.Rendering.Markup", "Reports.Rendering.Charts", "Reports.Rendering.Html",
        "Reports.Rendering.Json", "Reports.Rendering.Sarif",
        "Reports",
    ];

    private static readonly Type[] Library = typeof(OptionException).Assembly.GetTypes();

    [Fact]
    public void Every_room_uses_only_the_rooms_before_it() =>
        RequireNone(
            from type in Library
            let room = RoomOf(type)
            where room.Length > 0
            from used in TypeReferences.Of(type)
            where used.Assembly == type.Assembly
            let usedRoom = RoomOf(used)
            where Array.IndexOf(Rooms, usedRoom) > Array.IndexOf(Rooms, room)
            select $"{type} uses {used}, which stands above it");

    [Fact]
    public void Every_namespace_of_the_library_is_a_room_of_the_list() =>
        Assert.Equal(
            Rooms.ToHashSet(),
            Library.Where(IsOurs).Select(RoomOf).Where(room => room.Length > 0).ToHashSet());

    [Fact]
    public void Namespaces_are_folders()
    {
        string source = Path.Combine(Repository.Root, "src", "LatentSharp");
        RequireNone(
            from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(source, file)
            where path.Split(Path.DirectorySeparatorChar)[0] is not ("obj" or "bin")
            let folder = Path.GetDirectoryName(path)!.Replace(Path.DirectorySeparatorChar, '.')
            let expected = folder.Length == 0 ? "namespace LatentSharp;" : $"namespace LatentSharp.{folder};"
            let found = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", Ordinal))
            where found != expected
                // The operations are members of Variable, a file each.
                && !(folder == "Autodiff.Operations" && found == "namespace LatentSharp.Autodiff;")
            select $"{path} has '{found}'");
    }

    [Fact]
    public void The_search_for_references_sees_signatures_fields_and_method_bodies()
    {
        Assert.Contains(
            typeof(LatentSharp.Models.VariationalOutput),
            TypeReferences.Of(typeof(LatentSharp.Objectives.IObjectiveTerm)));
        Assert.Contains(
            typeof(LatentSharp.Layers.MultilayerPerceptron),
            TypeReferences.Of(typeof(LatentSharp.Models.Router)));
        Assert.Contains(
            typeof(LatentSharp.Compute.Randomness.RandomStream),
            TypeReferences.Of(typeof(LatentSharp.Data.Batches)));
    }

    [Fact]
    public void Classes_are_sealed_or_static() =>
        RequireNone(
            from type in Library
                .Concat(typeof(LatentSharp.Cli.ExitCode).Assembly.GetTypes())
                .Concat(typeof(LatentSharp.Onnx.OnnxExporter).Assembly.GetTypes())
                .Concat(typeof(LatentSharp.Serving.ServingOptions).Assembly.GetTypes())
                .Concat(typeof(LatentSharp.TensorBoard.EventFile).Assembly.GetTypes())
            where type.IsClass && !type.IsSealed && IsOurs(type)
            select $"{type} is neither sealed nor static");

    [Fact]
    public void Only_the_writers_of_TensorBoard_logs_and_of_ONNX_need_protocol_buffers()
    {
        Assert.Contains("Google.Protobuf", References(typeof(LatentSharp.TensorBoard.EventFile)));
        Assert.Contains("Google.Protobuf", References(typeof(LatentSharp.Onnx.OnnxExporter)));
        Assert.DoesNotContain(
            "Google.Protobuf",
            References(typeof(OptionException)).Concat(References(typeof(LatentSharp.Cli.ExitCode))));

        static IEnumerable<string?> References(Type type) =>
            type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name);
    }

    [Fact]
    public void Only_what_serves_needs_a_web_server() =>
        Assert.DoesNotContain(
            typeof(OptionException).Assembly.GetReferencedAssemblies(),
            reference => reference.Name!.StartsWith("Microsoft.AspNetCore", Ordinal));

    // Assert.Empty would cut the names short.
    private static void RequireNone(IEnumerable<string> strays)
    {
        string all = string.Join("\n", strays);
        Assert.True(all.Length == 0, all);
    }

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("LatentSharp", Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    // Types of the root namespace, which all may use, are in no room.
    private static string RoomOf(Type type)
    {
        const string Root = "LatentSharp.";
        string space = type.Namespace ?? "";
        return space.StartsWith(Root, Ordinal) ? space[Root.Length..] : "";
    }
}
