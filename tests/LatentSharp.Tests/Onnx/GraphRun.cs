using LatentSharp.Onnx;
using LatentSharp.Runs;
using Microsoft.ML.OnnxRuntime;

namespace LatentSharp.Tests.Onnx;

/// <summary>A graph in ONNX Runtime, which knows nothing of us.</summary>
internal sealed class GraphRun : IDisposable
{
    private readonly InferenceSession session;

    public GraphRun(byte[] file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new InferenceSession(file, options);
    }

    /// <summary>A part of a model.</summary>
    public static GraphRun Of(TrainedModel model, OnnxPart part)
    {
        using var stream = new MemoryStream();
        OnnxExporter.Save(model, part, stream);
        return new GraphRun(stream.ToArray());
    }

    /// <summary>Computes every output from rows; inputs that the graph does not have are left out.</summary>
    public Dictionary<string, float[]> Run(int rows, params (string Name, float[] Values)[] inputs)
    {
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        (string Name, OrtValue Value)[] given =
        [
            .. from input in inputs
               where session.InputMetadata.ContainsKey(input.Name)
               select (
                   input.Name,
                   OrtValue.CreateTensorValueFromMemory(
                       input.Values,
                       session.InputMetadata[input.Name].Dimensions is [_]
                           ? [rows]
                           : [rows, input.Values.Length / rows])),
        ];
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            options, [.. given.Select(input => input.Name)], [.. given.Select(input => input.Value)],
            session.OutputNames);
        foreach ((_, OrtValue value) in given)
            value.Dispose();
        return session.OutputNames.Zip(outputs).ToDictionary(
            output => output.First,
            output =>
            {
                Assert.Equal(rows, output.Second.GetTensorTypeAndShape().Shape[0]);
                return output.Second.GetTensorDataAsSpan<float>().ToArray();
            });
    }

    public void Dispose() => session.Dispose();
}
