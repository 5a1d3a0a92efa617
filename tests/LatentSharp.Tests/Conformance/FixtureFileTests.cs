namespace LatentSharp.Tests.Conformance;

public class FixtureFileTests
{
    [Theory]
    [InlineData("diagonal_normal_log_probability")]
    [InlineData("diagonal_normal_divergence")]
    [InlineData("diagonal_normal_divergence_from_unit")]
    [InlineData("diagonal_normal_entropy")]
    [InlineData("diagonal_normal_sample")]
    [InlineData("scaled_normal_fixed")]
    [InlineData("scaled_normal_learned")]
    [InlineData("bernoulli_log_probability")]
    [InlineData("categorical_log_probability")]
    [InlineData("reconstruction")]
    [InlineData("prior_kl")]
    [InlineData("posterior_variance")]
    public void Every_file_holds_at_least_200_cases_with_gradients(string name)
    {
        IReadOnlyList<FixtureCase> cases = FixtureFile.Read(name).Cases;
        Assert.True(cases.Count >= 200, $"{name}: {cases.Count} cases.");
        Assert.All(cases, fixture => Assert.NotEmpty(fixture.Gradients));
    }

    [Fact]
    public void Log_variances_reach_both_ends_of_their_range_in_every_file_that_has_them()
    {
        foreach (string path in Directory.GetFiles(FixtureFile.Folder, "*.json.gz"))
        {
            string name = Path.GetFileName(path)[..^".json.gz".Length];
            float[] logVariances = [.. FixtureFile.Read(name).Cases
                .SelectMany(fixture => fixture.Inputs)
                .Where(input => input.Key.EndsWith("log_variance", StringComparison.Ordinal))
                .SelectMany(input => input.Value.Values)];
            if (logVariances.Length > 0)
                Assert.Equal((name, -30f, 30f), (name, logVariances.Min(), logVariances.Max()));
        }
    }
}
