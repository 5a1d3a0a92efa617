using System.Runtime.CompilerServices;

namespace LatentSharp.Tests.Architecture;

/// <summary>The rooms of the library and what each may use, asserted over the compiled code.</summary>
public class RoomTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Tensors"] = [],
        ["Autodiff"] = ["Tensors"],
        ["Distributions"] = ["Tensors", "Autodiff"],
        ["Layers"] = ["Tensors", "Autodiff", "Distributions"],
        ["Optimization"] = ["Tensors", "Autodiff"],
        ["Data"] = ["Tensors"],
        ["Models"] = ["Tensors", "Autodiff", "Distributions", "Layers"],
        ["Objectives"] = ["Tensors", "Autodiff", "Distributions", "Layers", "Models", "Optimization"],
        ["Training"] =
        [
            "Tensors",
            "Autodiff",
            "Distributions",
            "Layers",
            "Models",
            "Optimization",
            "Objectives",
            "Data",
        ],
        ["Reading"] = ["Tensors", "Autodiff", "Distributions", "Models", "Objectives", "Data"],
        ["Reports"] =
        [
            "Tensors",
            "Autodiff",
            "Distributions",
            "Layers",
            "Models",
            "Optimization",
            "Objectives",
            "Data",
            "Training",
            "Reading",
        ],
    };

    private static readonly Type[] Library = typeof(OptionException).Assembly.GetTypes();

    [Fact]
    public void Every_room_uses_only_the_rooms_below_it() =>
        RequireNone(
            from type in Library
            let room = RoomOf(type)
            where room.Length > 0
            from used in TypeReferences.Of(type)
            where used.Assembly == type.Assembly
            let usedRoom = RoomOf(used)
            where usedRoom.Length > 0 && usedRoom != room && !MayUse.GetValueOrDefault(room, []).Contains(usedRoom)
            select $"{type} uses {used}; {room} may use {string.Join(", ", MayUse.GetValueOrDefault(room, []))}");

    [Fact]
    public void Every_namespace_of_the_library_is_a_room_of_the_table() =>
        Assert.All(
            Library.Where(IsOurs).Select(RoomOf).Distinct().Where(room => room.Length > 0),
            room => Assert.Contains(room, MayUse));

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
            typeof(LatentSharp.Tensors.Randomness.RandomStream),
            TypeReferences.Of(typeof(LatentSharp.Data.Batches)));
    }

    [Fact]
    public void Classes_are_sealed_or_static() =>
        RequireNone(
            from type in Library
                .Concat(typeof(LatentSharp.Cli.ExitCode).Assembly.GetTypes())
                .Concat(typeof(LatentSharp.TensorBoard.EventFile).Assembly.GetTypes())
            where type.IsClass && !type.IsSealed && IsOurs(type)
            select $"{type} is neither sealed nor static");

    [Fact]
    public void Only_the_writer_of_TensorBoard_logs_needs_protocol_buffers()
    {
        Assert.Contains("Google.Protobuf", References(typeof(LatentSharp.TensorBoard.EventFile)));
        Assert.DoesNotContain(
            "Google.Protobuf",
            References(typeof(OptionException)).Concat(References(typeof(LatentSharp.Cli.ExitCode))));

        static IEnumerable<string?> References(Type type) =>
            type.Assembly.GetReferencedAssemblies().Select(reference => reference.Name);
    }

    // Assert.Empty would cut the names short.
    private static void RequireNone(IEnumerable<string> strays)
    {
        string all = string.Join("\n", strays);
        Assert.True(all.Length == 0, all);
    }

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("LatentSharp", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    // LatentSharp.Tensors.Products is in Tensors; types of the root namespace, which all may use, are in none.
    private static string RoomOf(Type type) => type.Namespace?.Split('.') is ["LatentSharp", var room, ..] ? room : "";
}
