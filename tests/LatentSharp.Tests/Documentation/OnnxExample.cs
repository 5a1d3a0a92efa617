#region onnx
using Microsoft.ML.OnnxRuntime;
#endregion

namespace LatentSharp.Tests.Documentation;

/// <summary>The program of docs/using-a-model.md that runs graphs.</summary>
internal static class OnnxExample
{
    public static void Run(string directory)
    {
        #region onnx
        using var router = new InferenceSession(Path.Combine(directory, "router.onnx"));
        using var decoder = new InferenceSession(Path.Combine(directory, "decoder.onnx"));
        using var options = new RunOptions();
        float[] rows = [0.5f, 1, 1.2f, 0.4f];
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(rows, [2, 2]);
        using var prior = router.Run(options, ["condition"], [x], ["prior_mean"]);
        using var likely = decoder.Run(options, ["condition", "z"], [x, prior[0]], ["target_mean"]);
        foreach (float y in likely[0].GetTensorDataAsSpan<float>())
            Console.WriteLine($"y about {y:F2}");
        #endregion
    }
}
