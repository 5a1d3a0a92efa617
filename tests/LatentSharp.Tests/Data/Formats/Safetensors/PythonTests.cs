using LatentSharp.Autodiff;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Tests.Cli;
using LatentSharp.Tests.Documentation;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Data.Formats.Safetensors;

/// <summary>safetensors.py, beside this file, knows the format from its public description only.</summary>
public sealed class PythonTests : IDisposable
{
    private static readonly string Script = Path.Combine(
        Repository.Root,
        "tests",
        "LatentSharp.Tests",
        "Data",
        "Formats",
        "Safetensors",
        "safetensors.py");

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Weights_go_to_Python_and_back_without_a_byte_changed()
    {
        var model = new Cvae(SmallTask.Model, seed: 4);
        ModelWeights.Save(scratch["ours.safetensors"], model);
        Copy("ours.safetensors", "theirs.safetensors");
        Assert.Equal(File.ReadAllBytes(scratch["ours.safetensors"]), File.ReadAllBytes(scratch["theirs.safetensors"]));

        var loaded = new Cvae(SmallTask.Model, seed: 5);
        Assert.NotEqual(SmallTask.WeightBits(model), SmallTask.WeightBits(loaded));
        ModelWeights.Load(scratch["theirs.safetensors"], loaded);
        Assert.Equal(SmallTask.WeightBits(model), SmallTask.WeightBits(loaded));
    }

    [Fact]
    public void The_checkpoint_of_a_run_is_read_there_too()
    {
        ToolRun run = ToolRun.Of(scratch.Path, "train", "digits", "--epochs", "1", "--set", "hidden=8", "--out", "run");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (string file in Directory.GetFiles(scratch["run"], "*.safetensors", SearchOption.AllDirectories))
        {
            Copy(file, "copy.safetensors");
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(scratch["copy.safetensors"]));
        }
    }

    [Fact]
    public void Weights_of_another_model_are_refused_and_change_nothing()
    {
        ModelWeights.Save(scratch["wide.safetensors"], new Cvae(SmallTask.Model with { Hidden = [17] }, seed: 4));
        var model = new Cvae(SmallTask.Model, seed: 5);
        int[] before = SmallTask.WeightBits(model);
        var failure = Assert.Throws<DataException>(() => ModelWeights.Load(scratch["wide.safetensors"], model));
        Parameter first = model.Parameters[0];
        Assert.Equal(
            $"{scratch["wide.safetensors"]}: {first.Name} has shape [17, 7]; the model's is {first.Value.Shape}",
            failure.Message);
        Assert.Equal(before, SmallTask.WeightBits(model));
    }

    private void Copy(string source, string copy)
    {
        ToolRun run = ToolRun.Start(Python.Needed("numpy"), scratch.Path, _ => { }, Script, source, copy);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
