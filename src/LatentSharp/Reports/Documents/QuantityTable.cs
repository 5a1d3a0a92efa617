using LatentSharp.Reading.Quantities;
using LatentSharp.Reading.Quantities.Book;

namespace LatentSharp.Reports.Documents;

/// <summary>Every quantity of a reading as lines of a table, in the book's order, each with how to read it.</summary>
internal static class QuantityTable
{
    /// <summary>What the table's readers need to know first.</summary>
    public const string Legend =
        "q is the inference network's q(z|x,y), p the router's p(z|x), mu and m their means. Logs are natural, " +
            "so that information is "
        + "in nats. An error is one standard error over examples.";

    /// <summary>The lines of what latents of the reading's family can have.</summary>
    public static IReadOnlyList<QuantityLine> Of(LatentReading reading) =>
    [
        .. QuantityBook.All
            .Where(quantity => quantity.IsOf(reading.Family))
            .SelectMany(quantity => quantity.Lines(reading.Quantities)),
    ];
}
