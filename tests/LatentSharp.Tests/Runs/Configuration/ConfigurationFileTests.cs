using LatentSharp.Data;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Runs.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("latentsharp");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Keys_that_a_file_does_not_name_keep_their_defaults()
    {
        RunConfiguration read = Read(
            """{ "data": "digits", "hidden": [32], "posterior_variance_weight": 0.5, /* aside */ "seed": 7, }""");
        Assert.Equal(
            ("digits", 0.5, 7ul, 100),
            (read.Data, read.PosteriorVarianceWeight, read.Training.Seed, read.Training.Epochs));
        Assert.Equal([32], read.Model.Hidden);
    }

    [Fact]
    public void Data_paths_are_relative_to_the_file_and_presets_stay()
    {
        RunConfiguration read = Read("""{ "data": "images.idx", "labels": "sub/labels.idx" }""");
        Assert.Equal(
            (Path.Combine(folder.FullName, "images.idx"), Path.Combine(folder.FullName, "sub", "labels.idx")),
            (read.Data, read.Labels));
        Assert.Equal("digits", Read("""{ "data": "digits" }""").Data);
        Assert.Equal("mnist", Read("""{ "data": "mnist" }""").Data);
        Assert.Equal("", Read("{ }").Data);
    }

    [Theory]
    [InlineData(
        """{ "posterior_varience_weight": 1 }""",
        "unknown configuration key 'posterior_varience_weight'; did you mean 'posterior_variance_weight'?")]
    [InlineData("""{ "epochs": 3, "epochs": 4 }""", "the key 'epochs' is given twice; give it once")]
    [InlineData(
        """{ "prior_kl_weight": -1 }""",
        "prior_kl_weight is -1; give a number of at least 0; 0 makes the term diagnostic only")]
    [InlineData("""{ "epochs": "many" }""", "epochs is 'many'; give a whole number")]
    [InlineData("""{ "epochs": 1.5 }""", "epochs is '1.5'; give a whole number")]
    [InlineData("""{ "epochs": true }""", "epochs is 'true'; give a text, a number, or a list of them")]
    [InlineData("""{ "epochs": null }""", "epochs takes one value; 0 were given")]
    [InlineData("""{ "epochs": [1, 2] }""", "epochs takes one value; 2 were given")]
    [InlineData(
        """{ "prior": { "kind": 1 } }""",
        """prior is '{ "kind": 1 }'; give a text, a number, or a list of them""")]
    [InlineData("""{ "hidden": [[64], 64] }""", "hidden has the entry '[64]'; give a list of texts or numbers")]
    [InlineData("""{ "hidden": [null] }""", "hidden has the entry 'null'; give a list of texts or numbers")]
    [InlineData("""{ "data": "a\u0000b" }""", "data is 'a\\u0000b'; give a path without a null character")]
    [InlineData("""{ "labels": "a\u0000b" }""", "labels is 'a\\u0000b'; give a path without a null character")]
    [InlineData("""{ "prior": "a\nb" }""", "prior is 'a\\u000Ab'; give one of learned, marginal, standard, uniform")]
    [InlineData("{ \"prior\": {\n} }", "prior is '{\\u000A}'; give a text, a number, or a list of them")]
    public void What_cannot_be_meant_is_refused_at_its_place(string json, string message)
    {
        var failure = Assert.Throws<OptionException>(() => Read(json));
        Assert.Equal($"{FilePath}: {message}", failure.Message);
    }

    [Theory]
    [InlineData("[1, 2]", "a configuration is a JSON object; this is of kind array")]
    [InlineData("3", "a configuration is a JSON object; this is of kind number")]
    [InlineData("", "line 1, column 1: not JSON; a configuration is an object such as { \"data\": \"digits\" }")]
    [InlineData(
        "{ \"data\": \"digits\",\n  \"epochs\": 3x }",
        "line 2, column 14: not JSON; a configuration is an object such as { \"data\": \"digits\" }")]
    [InlineData(
        "{ \"data\": ",
        "line 1, column 11: not JSON; a configuration is an object such as { \"data\": \"digits\" }")]
    [InlineData(
        "{ \"data\": \"\\ud800\" }",
        "a text in it is not Unicode; write it in UTF-8 and without half surrogate pairs")]
    [InlineData(
        "{ \"\\ud800\": 1 }",
        "a text in it is not Unicode; write it in UTF-8 and without half surrogate pairs")]
    public void What_is_not_a_configuration_is_refused_with_its_place(string text, string message)
    {
        var failure = Assert.Throws<DataException>(() => Read(text));
        Assert.Equal($"{FilePath}: {message}", failure.Message);
    }

    [Theory]
    [InlineData(
        "{ \"#\": 1 }",
        "unknown configuration key '########################################...'; known: 'data', ")]
    [InlineData(
        "{ \"prior\": \"#\" }",
        "prior is '########################################...'; give one of learned, marginal, standard, uniform")]
    [InlineData("{ \"seed\": \"#\" }", "seed is '########################################...'; give ")]
    [InlineData(
        "{ \"epochs\": [1, [\"#\"]] }",
        "epochs has the entry '[\"######################################...'; give ")]
    public void A_long_text_is_cut_short_in_errors(string json, string message)
    {
        var failure = Assert.Throws<OptionException>(() =>
            Read(json.Replace("#", new string('#', 100_000), StringComparison.Ordinal)));
        Assert.StartsWith($"{FilePath}: {message}", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 1, 4096);
    }

    [Fact]
    public void A_file_longer_than_any_configuration_is_refused_unread()
    {
        var failure = Assert.Throws<DataException>(() => Read($"{{ \"condition\": [{new string(' ', 1 << 20)}] }}"));
        Assert.Equal(
            $"{FilePath}: the file has 1048595 bytes; expected at most 1048576: check that this is the right file.",
            failure.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var failure = Assert.Throws<DataException>(() => ConfigurationFile.Read(FilePath));
        Assert.Equal($"{FilePath}: there is no such file; check the path.", failure.Message);
    }

    [Fact]
    public void Every_preset_is_found_by_its_name()
    {
        Assert.All(Presets.All, preset => Assert.Same(preset.Configuration, Presets.Find(preset.Name)));
        Assert.Null(Presets.Find("letters"));
        Assert.Equal(
            ("digits", 100, 20),
            (
                Presets.Find("digits")!.Data,
                Presets.Find("digits")!.Training.Epochs,
                Presets.Find("digits")!.PriorKlWarmupSteps));
    }

    private string FilePath => Path.Combine(folder.FullName, "config.json");

    private RunConfiguration Read(string json)
    {
        File.WriteAllText(FilePath, json);
        return ConfigurationFile.Read(FilePath);
    }
}
