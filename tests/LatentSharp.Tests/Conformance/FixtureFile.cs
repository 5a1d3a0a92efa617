using System.IO.Compression;
using System.Text.Json;
using LatentSharp.Tensors;

namespace LatentSharp.Tests.Conformance;

/// <summary>What <c>Fixtures/make_fixtures.py</c> writes: cases computed by PyTorch in float64.</summary>
internal sealed record FixtureFile(IReadOnlyList<FixtureCase> Cases)
{
    private static readonly JsonSerializerOptions Spelling = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static FixtureFile Read(string name)
    {
        using FileStream packed = File.OpenRead(Path.Combine(Folder, name + ".json.gz"));
        using var text = new GZipStream(packed, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<FixtureFile>(text, Spelling)
            ?? throw new InvalidDataException($"{name}: the file holds null; run make_fixtures.py again.");
    }
}

/// <summary>Operands, and the values and gradients that belong to them.</summary>
/// <param name="Name">The kind of case.</param>
/// <param name="Inputs">The operands, exact in float32.</param>
/// <param name="Cotangent">
/// What the values are contracted with before differentiating; absent where they are averaged.
/// </param>
/// <param name="Mean">The average of the values, where they are averaged.</param>
/// <param name="Value">The values, per example or per element.</param>
/// <param name="Gradients">The derivatives of the contraction, for those inputs that have one.</param>
internal sealed record FixtureCase(
    string Name,
    IReadOnlyDictionary<string, FixtureInput> Inputs,
    FixtureInput? Cotangent,
    FixtureQuantity? Mean,
    FixtureQuantity Value,
    IReadOnlyDictionary<string, FixtureQuantity> Gradients);

/// <summary>Float32 numbers under a shape.</summary>
internal sealed record FixtureInput(int[] Shape, float[] Values)
{
    public Tensor ToTensor() => Tensor.FromValues(new Shape(Shape), Values);
}

/// <summary>
/// Expected float64 numbers; <paramref name="Scale"/> is the sum of their terms' magnitudes where those cancel.
/// </summary>
internal sealed record FixtureQuantity(double[] Values, double[]? Scale);
