using LatentSharp.Cli;
using LatentSharp.Data;
using LatentSharp.Runs;

namespace LatentSharp.Tests.Cli;

public class ErrorMessageTests
{
    public static TheoryData<RemedyKind> Kinds => [.. Enum.GetValues<RemedyKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_remedy_of_the_library_has_what_to_type_for_it(RemedyKind kind)
    {
        var failure = new DataException("it is so; do otherwise") { Remedy = new Remedy(kind, "subject") };

        Assert.Matches("^it is so; do otherwise [(].*(--[a-z]|latent [a-z]).*[)]$", ErrorMessage.Of(failure));
    }

    [Fact]
    public void The_subjects_are_what_is_typed() =>
        Assert.Equal(
            "two are missing (--map posterior_mean=NAME --map posterior_logvar=NAME)",
            ErrorMessage.Of(
                new OptionException("two are missing")
                {
                    Remedy = new Remedy(RemedyKind.MapArrays, "posterior_mean", "posterior_logvar"),
                }));

    [Fact]
    public void A_run_that_cannot_be_written_goes_on_by_its_path() =>
        Assert.Equal(
            "runs/a: it is full: make room or give permission, then go on with the run " +
                "(latent train --resume --out runs/a)",
            ErrorMessage.Of(new RunWriteException("runs/a", "it is full", new IOException())));

    [Fact]
    public void A_failure_without_a_remedy_is_its_message() =>
        Assert.Equal("no luck", ErrorMessage.Of(new DataException("no luck")));
}
