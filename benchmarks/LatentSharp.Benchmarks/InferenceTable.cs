using System.Diagnostics;
using System.Text.Json;
using LatentSharp.Cli.Bench;
using LatentSharp.Compute.Randomness;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Onnx;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace LatentSharp.Benchmarks;

/// <summary>
/// Draws of y for a row and for a batch: by a trained model, by ONNX Runtime on the same model exported, and by
/// PyTorch on the same weights. Each draws its noise, ONNX Runtime by our stream.
/// </summary>
internal static class InferenceTable
{
    private const int Rounds = 3, Callers = 64, CallsOfCaller = 10_000, Questions = 16;

    public static void Print(TextWriter writer, string python)
    {
        string folder = Directory.CreateTempSubdirectory("inference").FullName;
        try
        {
            Print(writer, python, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(TextWriter writer, string python, string folder)
    {
        string file = Path.Combine(folder, "model.safetensors");
        CvaeOptions options = Workload.All.Single(workload => workload.Name == "tabular").Model;
        ModelWeights.Save(file, new Cvae(options, seed: 3), new ModelCard(
            new RunConfiguration { Model = options },
            Fields.Unnamed("x", options.ConditionDimensions),
            Fields.Unnamed("y", options.TargetDimensions),
            Classes: null,
            Standardization: null));
        var model = TrainedModel.Load(file);
        string graph = OnnxExporter.Export(model, folder).Single(written => written.Part == OnnxPart.Sample).Path;
        writer.WriteLine($"{"rows",5} {"",-24} {"p50, us",9} {"p99, us",9} {"calls/s",9}");
        foreach ((int rows, int calls) in ((int, int)[])[(1, 50_000), (256, 4_000)])
        {
            using var one = new OnnxSampler(graph, rows, threads: 1);
            using var all = new OnnxSampler(graph, rows, threads: Environment.ProcessorCount);
            float[] x = Numbers(rows * options.ConditionDimensions), y = new float[rows * options.TargetDimensions];
            (string Name, Func<double[]> Time)[] contenders =
            [
                ("LatentSharp", () => Times(calls, () => model.Sample(x, count: 1, seed: 1, y))),
                ("ONNX Runtime, 1 thread", () => Times(calls, one.Run)),
                ($"ONNX Runtime, {Environment.ProcessorCount} threads", () => Times(calls, all.Run)),
                ("PyTorch", () => OfPyTorch(python, file, rows, calls / 4)),
            ];
            var times = contenders.ToDictionary(contender => contender.Name, _ => new List<double>());
            for (int round = 0; round < Rounds; round++)
            {
                foreach ((string name, Func<double[]> time) in contenders)
                    times[name].AddRange(time());
            }

            foreach ((string name, List<double> seconds) in times)
            {
                seconds.Sort();
                writer.WriteLine(FormattableString.Invariant(
                    $"{rows,5} {name,-24} {At(0.5) * 1e6,9:F1} {At(0.99) * 1e6,9:F1} {1 / seconds.Average(),9:F0}"));

                double At(double share) => seconds[(int)(share * (seconds.Count - 1))];
            }
        }

        PrintCallers(writer, model, graph, options);
    }

    // Every caller asks the same questions over and over, and its answers are held against those of one caller alone.
    private static void PrintCallers(TextWriter writer, TrainedModel model, string graph, CvaeOptions options)
    {
        int width = options.TargetDimensions;
        float[][] questions =
        [
            .. Enumerable.Range(0, Questions).Select(question => Numbers(options.ConditionDimensions, question)),
        ];
        float[][] serial =
        [
            .. questions.Select((x, question) =>
            {
                var y = new float[width];
                model.Sample(x, count: 1, (ulong)question, y);
                return y;
            }),
        ];
        long wrong = 0;
        double ours = SecondsOf(caller =>
        {
            var y = new float[width];
            return call =>
            {
                int question = (caller + call) % Questions;
                model.Sample(questions[question], count: 1, (ulong)question, y);
                if (!y.AsSpan().SequenceEqual(serial[question]))
                    Interlocked.Increment(ref wrong);
            };
        });
        using var session = new OnnxSampler(graph, rows: 1, threads: 1);
        double theirs = SecondsOf(_ =>
        {
            OnnxSampler sampler = session.Another();
            return call => sampler.Run();
        });
        const double all = (double)Callers * CallsOfCaller;
        writer.WriteLine($"{Callers} callers x {CallsOfCaller} calls of a row: {wrong} answers wrong");
        writer.WriteLine(FormattableString.Invariant($"{all / ours:F0} calls/s; ONNX Runtime {all / theirs:F0}"));
    }

    private static double SecondsOf(Func<int, Action<int>> begin)
    {
        long start = Stopwatch.GetTimestamp();
        Task.WaitAll(
            [
                .. Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
                    () =>
                    {
                        Action<int> ask = begin(caller);
                        for (int call = 0; call < CallsOfCaller; call++)
                            ask(call);
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)),
            ]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double[] Times(int calls, Action call)
    {
        for (int i = 0; i < calls / 4; i++)
            call();
        var seconds = new double[calls];
        for (int i = 0; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    private static double[] OfPyTorch(string python, string file, int rows, int calls)
    {
        string program = Path.Combine("benchmarks", "peers", "torch_inference.py");
        using Process peer = Process.Start(new ProcessStartInfo(python, [program, file, $"{rows}", $"{calls}"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = peer.StandardOutput.ReadToEnd();
        peer.WaitForExit();
        return JsonSerializer.Deserialize<double[]>(output)!;
    }

    private static float[] Numbers(int count, int seed = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    // A session with inputs and outputs that are bound once: its quickest call.
    private sealed class OnnxSampler : IDisposable
    {
        private readonly InferenceSession session;
        private readonly int rows;
        private readonly OrtIoBinding binding;
        private readonly float[] latentNoise, targetNoise;
        private readonly Microsoft.ML.OnnxRuntime.RunOptions options = new();

        public OnnxSampler(string graph, int rows, int threads)
            : this(
                new InferenceSession(graph, new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 }),
                rows)
        {
        }

        private OnnxSampler(InferenceSession session, int rows)
        {
            (this.session, this.rows) = (session, rows);
            binding = session.CreateIoBinding();
            binding.BindInput("condition", Value(session.InputMetadata["condition"], out _));
            binding.BindInput("latent_noise", Value(session.InputMetadata["latent_noise"], out latentNoise));
            binding.BindInput("target_noise", Value(session.InputMetadata["target_noise"], out targetNoise));
            binding.BindOutput("target", Value(session.OutputMetadata["target"], out _));

            OrtValue Value(NodeMetadata metadata, out float[] numbers)
            {
                int width = metadata.Dimensions[1];
                numbers = Numbers(rows * width);
                return OrtValue.CreateTensorValueFromMemory(numbers, [rows, width]);
            }
        }

        /// <summary>Another caller of the same session.</summary>
        public OnnxSampler Another() => new(session, rows);

        public void Run()
        {
            new RandomStream(seed: 1, RandomPurpose.GeneratedLatent, index: 0, part: 0).FillNormal(latentNoise);
            new RandomStream(seed: 1, RandomPurpose.GeneratedTarget, index: 0, part: 0).FillNormal(targetNoise);
            session.RunWithBinding(options, binding);
        }

        public void Dispose() => session.Dispose();
    }
}
