using LatentSharp.Words;

namespace LatentSharp.Tests.Words;

public class NearestNameTests
{
    private static readonly string[] Keys = ["epochs", "batch_size", "learning_rate", "latent_dimensions", "seed"];

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("batchsize", "batch_size")]
    [InlineData("LearningRate", "learning_rate")]
    [InlineData("latent_dimension", "latent_dimensions")]
    [InlineData("sede", "seed")]
    public void A_slip_finds_the_name_that_was_meant(string given, string meant) =>
        Assert.Equal(meant, NearestName.To(given, Keys));

    [Theory]
    [InlineData("momentum")]
    [InlineData("x")]
    [InlineData("")]
    public void A_name_unlike_all_others_finds_none(string given) => Assert.Null(NearestName.To(given, Keys));

    // kitten -> sitting takes three edits (Levenshtein); a swap of neighbours takes one, two replacements two.
    [Fact]
    public void The_smaller_number_of_edits_wins()
    {
        Assert.Equal("sitting", NearestName.To("kitten", ["sittings", "sitting"]));
        Assert.Equal("abdc", NearestName.To("abcd", ["abxx", "abdc"]));
        Assert.Equal("first", NearestName.To("fxrst", ["first", "farst"]));
    }

    [Fact]
    public void Names_too_long_for_a_slip_are_not_compared()
    {
        Assert.Equal(new string('x', 256), NearestName.To(new string('x', 255), [new string('x', 256)]));
        Assert.Null(NearestName.To(new string('x', 100_000), [.. Keys, new string('x', 100_000)]));
    }

    [Fact]
    public void The_suggestion_is_cut_short_where_names_are_many_or_long()
    {
        string[] names = [.. Enumerable.Range(0, 52).Select(name => $"{name}")];
        Assert.EndsWith(
            ", '48', '49' and 2 more.",
            NearestName.Suggestion("momentum", names),
            StringComparison.Ordinal);
        Assert.Equal(
            $"known: '{new string('x', 40)}...'.",
            NearestName.Suggestion("momentum", [new string('x', 100_000)]));
    }

    [Fact]
    public void The_suggestion_lists_all_names_when_none_is_near()
    {
        Assert.Equal("did you mean 'seed'?", NearestName.Suggestion("sed", Keys));
        Assert.Equal("known: 'a', 'b'.", NearestName.Suggestion("momentum", ["a", "b"]));
    }
}
