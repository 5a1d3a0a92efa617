using System.Text.Json;
using LatentSharp.Compute;
using LatentSharp.Evidence;
using LatentSharp.Reading;
using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;
using LatentSharp.Reports.Documents;
using LatentSharp.Tests.Documentation;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Reading.Quantities.Book;

public sealed class QuantityBookTests
{
    private static readonly string[] Keys = [.. QuantityBook.All.Select(quantity => quantity.Key)];

    [Fact]
    public void Every_property_of_the_quantities_is_declared_in_the_book_and_every_key_once()
    {
        IEnumerable<string> properties = typeof(LatentQuantities).GetProperties()
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        Assert.Equal(properties, Keys);
        Assert.Equal(Keys.Length, Keys.Distinct().Count());
    }

    [Fact]
    public void What_the_evidence_lacks_is_what_the_book_says_a_quantity_needs()
    {
        using var device = Device.Cpu(1);
        LatentQuantities bare =
            LatentReader.Read(EvidenceOf.Means(1, [0, 1, 2]), new ReadingOptions(), device).Quantities;
        foreach (Quantity quantity in QuantityBook.All)
        {
            QuantityValue[] missing = [.. quantity.In(bare).Where(value => value.Needs is not null)];
            Assert.Equal(quantity.Needs.Alternatives.Count > 0, missing.Length > 0);
            Assert.All(missing, value => Assert.Equal(quantity.Needs.Sentence, value.Needs));
            Assert.Equal(missing.Length > 0, quantity.Needs.LackingIn(EvidenceOf.Means(1, [0, 1])) is not null);
        }
    }

    [Fact]
    public void Numbers_and_lines_stand_under_their_quantitys_key()
    {
        LatentReading reading = SampleDiagnosis.Full.Reading;
        LatentQuantities quantities = reading.Quantities;
        Assert.All(
            QuantityBook.All,
            quantity => Assert.All(
                quantity.In(quantities),
                value => Assert.Same(quantity, QuantityBook.Find(value.Quantity))));
        Assert.Equal(
            QuantityBook.All.Where(quantity => quantity.IsOf(EvidenceFamily.Gaussian)).Select(quantity => quantity.Key),
            QuantityTable.Of(reading).Where(line => !line.IsPart).Select(line => line.Name).Distinct());
        Assert.Null(QuantityBook.Find("prior"));
    }

    [Theory]
    [InlineData("reading-2.json", "properties/quantities")]
    [InlineData("comparison-2.json", "$defs/reading/properties/quantities")]
    public void The_schemas_list_every_quantity_and_that_it_may_be_missing(string schema, string place)
    {
        using var parsed = JsonDocument.Parse(Repository.Read($"docs/schemas/{schema}"));
        JsonElement element = parsed.RootElement;
        foreach (string step in place.Split('/'))
            element = element.GetProperty(step);
        Assert.Equal(Keys, element.GetProperty("required").EnumerateArray().Select(key => key.GetString()));
        JsonProperty[] properties = [.. element.GetProperty("properties").EnumerateObject()];
        Assert.Equal(Keys, properties.Select(property => property.Name));
        Assert.All(
            properties,
            property => Assert.Contains("#/$defs/missing", property.Value.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Needs_are_sentences_of_all_of_some_roles_or_any_of_some_needs()
    {
        var both = EvidenceNeeds.All(EvidenceRole.NllPosterior, EvidenceRole.LogRatioPosterior);
        Assert.Equal("nll_posterior and log_ratio_posterior", both.Sentence);
        Assert.Equal("", EvidenceNeeds.Nothing.Sentence);
        var either = EvidenceNeeds.AnyOf(EvidenceNeeds.All(EvidenceRole.NllPrior), both);
        Assert.Equal("nll_prior, or nll_posterior and log_ratio_posterior", either.Sentence);
        LatentEvidence half = EvidenceOf.Likelihoods(posterior: [1, 2]);
        Assert.Equal("nll_prior or log_ratio_posterior", either.LackingIn(half));
        Assert.Null(either.LackingIn(EvidenceOf.Likelihoods(prior: [1, 2])));
        Assert.Null(EvidenceNeeds.Nothing.LackingIn(half));
    }
}
