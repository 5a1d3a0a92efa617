using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Data;
using LatentSharp.Data.Formats.Safetensors;
using LatentSharp.Data.Sources.Digits;
using LatentSharp.Data.Sources.Images;
using LatentSharp.Latents.Gaussian;
using LatentSharp.Models;
using LatentSharp.Runs;
using LatentSharp.Runs.Configuration;
using LatentSharp.Tests.Training;
using LatentSharp.Training;
using Encoding = System.Text.Encoding;

namespace LatentSharp.Tests.Runs;

public sealed class ModelFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    private string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_card_reads_back_as_it_was()
    {
        CvaeOptions[] all =
        [
            SmallTask.Model,
            SmallTask.Model with { HasLatent = false, HasInferenceNetwork = false, Activation = Activation.Gelu },
            SmallTask.Model with { HasInferenceNetwork = false, RouterHidden = [5], LikelihoodScale = 0.3f },
            SmallTask.Model with { RouterGuess = true, DecoderSeesCondition = false, Hidden = [] },
            SmallTask.Model with
            {
                Prior = PriorKind.Standard,
                Likelihood = LikelihoodKind.NormalLearnedScale,
                LogVarianceRange = new LogVarianceRange(-10, 9.5f),
            },
        ];
        foreach (CvaeOptions options in all)
        {
            TrainedModel model = ModelFiles.Load(
                this["model.safetensors"], options,
                new Fields(Field.Column("a \"b\""), Field.OneHot("kind", ["ä", "b,c"])), Fields.Unnamed("y", 4));
            foreach (ConfigurationKey key in ModelCard.NetworkKeys)
                Assert.Equal(
                    key.Read(new RunConfiguration { Model = options }), key.Read(model.Card.Configuration));
            Assert.Equal((3, 4), (model.Options.ConditionDimensions, model.Options.TargetDimensions));
            Assert.Equal(["a \"b\"", "kind"], model.ConditionFields.Select(field => field.Name));
            Assert.Equal(["ä", "b,c"], model.ConditionFields[1].Classes);
        }

        Dataset digits = DigitsDataset.Load(ImageCondition.OneQuadrant, Binarization.None);
        CvaeOptions images = SmallTask.Model with { ConditionDimensions = 16, TargetDimensions = 48 };
        TrainedModel quadrant = ModelFiles.Load(
            this["model.safetensors"], images, digits.ConditionFields, digits.TargetFields);
        Assert.Equal(digits.Image!.TargetPixels, quadrant.Image!.TargetPixels);
        Assert.Equal(digits.Image.ConditionPixels, quadrant.Image.ConditionPixels);
    }

    [Fact]
    public void Weights_that_do_not_fit_are_refused_by_name()
    {
        CvaeOptions options = SmallTask.Model;
        Write(options, options);
        _ = TrainedModel.Load(this["model.safetensors"]);

        Write(options with { Hidden = [17] }, options);
        Refused("inference.0.weight has shape [16, 7]; the model's is [17, 7]");
        Write(options with { RouterGuess = true }, options);
        Refused("router.0.weight has shape [16, 3]; the model's is [16, 7]");
        Write(options with { Hidden = [16, 16] }, options);
        Refused("inference.1.weight has shape [4, 16]; the model's is [16, 16]");
        Write(options with { Likelihood = LikelihoodKind.NormalLearnedScale }, options);
        Refused("there is no tensor 'decoder.log_variance' in the file; ");
        Write(options with { Prior = PriorKind.Standard }, options);
        Refused("there is a tensor 'router.0.bias', which the model has no place for; ");
        Write(options with { Hidden = [2_000_000_000], LatentDimensions = 2_000_000_000 }, options);
        Refused("the configuration is of no model (");

        var model = new Cvae(options, seed: 1);
        model.Parameters[3].Value.Span[0] = float.NaN;
        ModelFiles.Save(this["model.safetensors"], model, options);
        Refused($"{model.Parameters[3].Name} holds a number that is not finite; train again");
        ModelFiles.Save(
            this["model.safetensors"], new Cvae(options, seed: 1), options, standardization: ModelFiles.Map(2, 4));
        Refused("the standardisation is of 2 condition columns, and the model has 3; the file is damaged");
    }

    [Theory]
    [InlineData("latentsharp/model/2", "latentsharp/model/3",
        "metadata 'format' is 'latentsharp/model/3'; expected 'latentsharp/model/2' or 'latentsharp/model/1': ")]
    [InlineData("\\\"activation\\\":\\\"relu\\\"", "\\\"activation\\\":\\\"rule\\\"",
        "metadata 'configuration': activation is 'rule'; give one of relu, tanh, gelu")]
    [InlineData("\\\"hidden\\\"", "\\\"hiden\\\"",
        "metadata 'configuration': unknown key 'hiden'; did you mean 'hidden'?: the file is damaged")]
    [InlineData("\\\"prior\\\":\\\"learned\\\",", "",
        "metadata 'configuration': there is no 'prior'; the file is damaged")]
    [InlineData("\\\"condition\\\":[{", "\\\"condition\\\":[[[[[[[[[{",
        "metadata 'preprocessing': line 1: not JSON; the file is damaged")]
    [InlineData("\\\"kind\\\":\\\"numbers\\\"", "\\\"kind\\\":\\\"novels\\\"",
        "metadata 'preprocessing': 'kind' is '\"novels\"'; expected one of column, numbers, classes, image")]
    [InlineData("\\\"width\\\":3", "\\\"width\\\":2000000000",
        "the configuration is of no model (")]
    [InlineData("\\\"width\\\":3", "\\\"width\\\":-3",
        "metadata 'preprocessing': 'width' is '-3'; expected a whole number of at least 0")]
    [InlineData("\\\"standardized\\\":false", "\\\"standardized\\\":true",
        "standardized is true, and the tensors of a standardisation are not there: the file is damaged")]
    [InlineData("\"preprocessing\"", "\"processing\"",
        "there is no metadata 'preprocessing', which 'latentsharp/model/2' has; the file is damaged")]
    public void A_card_that_is_damaged_or_of_a_later_version_is_refused_in_one_line(
        string from,
        string to,
        string message)
    {
        ModelFiles.Save(this["model.safetensors"], new Cvae(SmallTask.Model, seed: 1), SmallTask.Model);
        Alter(from, to);
        Refused(message);
    }

    [Fact]
    public void A_file_that_is_cut_short_is_refused()
    {
        ModelFiles.Save(this["model.safetensors"], new Cvae(SmallTask.Model, seed: 1), SmallTask.Model);
        byte[] bytes = File.ReadAllBytes(this["model.safetensors"]);
        foreach (int length in new[] { 0, 7, 300, bytes.Length - 1 })
        {
            File.WriteAllBytes(this["model.safetensors"], bytes[..length]);
            Refused("");
        }

        File.Delete(this["model.safetensors"]);
        Refused("there is no such file; check the path.");
        Assert.Contains(
            "there is neither run.json nor model.safetensors",
            Assert.Throws<DataException>(() => TrainedModel.Load(folder.FullName)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_run_with_another_activation_are_refused()
    {
        Train();
        TrainedModel model = TrainedModel.Load(this["run"]);
        ModelFiles.Save(
            this["run/model.safetensors"], (Cvae)model.Model, model.Options with { Activation = Activation.Tanh },
            model.ConditionFields, model.TargetFields, model.Standardization);
        string expected =
            $"{this["run/model.safetensors"]}: activation is tanh, and relu in {this["run/run.json"]}; expected the " +
                "weights of that run: restore them";
        Assert.Equal(expected, Assert.Throws<DataException>(() => TrainedModel.Load(this["run"])).Message);
        Assert.Equal(expected, Assert.Throws<DataException>(() => SavedRun.Open(this["run"])).Message);
    }

    [Fact]
    public void A_file_without_a_card_is_loaded_with_the_record_of_its_run_beside_it()
    {
        Train();
        TrainedModel model = TrainedModel.Load(this["run"]);
        float[][] expected = model.Sample([0.3f, 0.1f], 5, seed: 2);
        foreach (string file in (string[])["run/model.safetensors", "run/checkpoints/best.safetensors"])
            ModelWeights.Save(this[file], model.Model, model.Standardization);
        foreach (string path in (string[])["run", "run/model.safetensors", "run/checkpoints/best.safetensors"])
        {
            TrainedModel old = TrainedModel.Load(this[path]);
            Assert.Equal(expected, old.Sample([0.3f, 0.1f], 5, seed: 2));
            Assert.Equal(["a", "b", "c"], Names(old.ConditionFields).Concat(Names(old.TargetFields)));
        }

        File.Move(this["run/model.safetensors"], this["alone.safetensors"]);
        Assert.Equal(
            $"{this["alone.safetensors"]}: the file does not say what networks its weights are for, and there is no " +
                "run.json beside it; give the run directory",
            Assert.Throws<DataException>(() => TrainedModel.Load(this["alone.safetensors"])).Message);

        static string[] Names(Fields fields) => [.. fields.Select(field => field.Name)];
    }

    [Fact]
    public void The_card_changes_no_byte_of_the_weights()
    {
        Train();
        TrainedModel model = TrainedModel.Load(this["run"]);
        ModelWeights.Save(this["bare.safetensors"], model.Model, model.Standardization);
        Assert.Equal(Values("bare.safetensors"), Values("run/model.safetensors"));

        byte[] Values(string name)
        {
            byte[] bytes = File.ReadAllBytes(this[name]);
            return bytes[(sizeof(ulong) + (int)BitConverter.ToUInt64(bytes))..];
        }
    }

    private void Train()
    {
        SineTable.Write(this["table.csv"]);
        using var device = Device.Cpu(1);
        RunConfiguration task = SineTable.Task(this["table.csv"]) with
        {
            Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
        };
        TrainingRun.Execute(RunSetup.Load(task), new RunOptions(this["run"]), device);
    }

    // The card of one model around the weights of another.
    private void Write(CvaeOptions card, CvaeOptions weights) =>
        ModelFiles.Save(this["model.safetensors"], new Cvae(weights, seed: 1), card);

    private void Refused(string message)
    {
        string found = Assert.Throws<DataException>(() => TrainedModel.Load(this["model.safetensors"])).Message;
        Assert.StartsWith($"{this["model.safetensors"]}: {message}", found, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', found);
    }

    private void Alter(string from, string to)
    {
        byte[] bytes = File.ReadAllBytes(this["model.safetensors"]);
        int length = (int)BitConverter.ToUInt64(bytes);
        string header = Encoding.UTF8.GetString(bytes, sizeof(ulong), length);
        Assert.Contains(from, header, StringComparison.Ordinal);
        byte[] altered = Encoding.UTF8.GetBytes(header.Replace(from, to, StringComparison.Ordinal));
        File.WriteAllBytes(
            this["model.safetensors"],
            [.. BitConverter.GetBytes((ulong)altered.Length), .. altered, .. bytes[(sizeof(ulong) + length)..]]);
        Assert.NotNull(SafetensorsFile.Read(this["model.safetensors"]).Metadata);
    }
}
