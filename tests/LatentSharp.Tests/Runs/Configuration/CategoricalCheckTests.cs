using LatentSharp.Latents.Categorical;
using LatentSharp.Models;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Runs.Configuration;

public class CategoricalCheckTests
{
    [Theory]
    [InlineData(
        "categorical_estimator=hard_em",
        "categorical_estimator is set, but there is no categorical latent; give latent categorical")]
    [InlineData(
        "categorical_temperature=2",
        "categorical_temperature is set, but there is no categorical latent; give latent categorical")]
    [InlineData(
        "latent_values=4", "latent_values is set, but there is no categorical latent; give latent categorical")]
    [InlineData(
        "latent_variables=4", "latent_variables is set, but there is no categorical latent; give latent categorical")]
    [InlineData(
        "latent=categorical latent_dimensions=4",
        "latent_dimensions is set, but the latent is categorical; give latent_variables and latent_values instead")]
    [InlineData(
        "latent=categorical log_variance_range=-6,6",
        "log_variance_range is set, but the latent is categorical and has no variance; leave it at none")]
    [InlineData(
        "router_from_step=5",
        "router_from_step is set, but there is no categorical latent; give latent categorical")]
    [InlineData(
        "posterior_samples=2 importance_samples=2",
        "posterior_samples is set, but importance_samples is above 1, which are draws of q already; leave it at 1")]
    [InlineData(
        "latent=categorical latent_variables=20",
        "categorical_estimator goes through all values of z, and 20 variables of 10 have more than 4096; give " +
            "score_function, gumbel_softmax or straight_through, or fewer")]
    [InlineData(
        "latent=categorical posterior_samples=2",
        "posterior_samples is set, but categorical_estimator goes through all values of z; leave it at 1")]
    [InlineData(
        "latent=categorical categorical_estimator=score_function",
        "categorical_estimator is score_function, which holds draws against each other; give posterior_samples of at " +
            "least 2, such as 4")]
    [InlineData(
        "latent=categorical importance_samples=5",
        "importance_samples is set, but the latent is categorical; give categorical_estimator exact_likelihood, " +
            "which is the bound at its tightest")]
    [InlineData(
        "latent=categorical model=hybrid categorical_estimator=hard_em",
        "categorical_estimator is set, but model hybrid goes through all values; leave it at exact")]
    [InlineData(
        "latent=categorical categorical_estimator=hard_em prior_kl_weight=0.5",
        "categorical_estimator is set, but the likelihood has no separate KL; leave prior_kl_weight at 1 and " +
            "prior_kl_warmup_steps at 0")]
    [InlineData(
        "latent=categorical prior=uniform router_from_step=5",
        "router_from_step is set, but there is no router beside q; give model cvae or hybrid and prior learned, or " +
            "leave it at 0")]
    [InlineData(
        "latent=categorical model=gsnn router_from_step=5",
        "router_from_step is set, but there is no router beside q; give model cvae or hybrid and prior learned, or " +
            "leave it at 0")]
    [InlineData(
        "latent=categorical categorical_temperature_steps=5",
        "categorical_temperature_steps is set, but this categorical_estimator has no temperature")]
    [InlineData(
        "latent=categorical categorical_estimator=gumbel_softmax categorical_temperature_end=0",
        "categorical_temperature_end is set, but values cannot be mixed at temperature 0; give a number above it, " +
            "such as 0.5")]
    [InlineData(
        "latent=categorical posterior_variance_weight=0.1",
        "posterior_variance_weight is set, but a latent of the categorical family has no such term; leave it at 0")]
    public void Options_that_do_not_go_together_are_refused_with_the_remedy(string settings, string message) =>
        Assert.Equal(message, Assert.Throws<OptionException>(() => Of(settings).Objective).Message);

    [Fact]
    public void A_gsnn_is_its_router() =>
        Assert.Equal(
            "model is gsnn, which is trained by draws of its router, but prior is marginal; give prior learned, or " +
                "model cvae",
            Assert.Throws<OptionException>(() => new Cvae(Of("prior=marginal model=gsnn").Model, seed: 0)).Message);

    [Theory]
    [InlineData(
        "categorical_estimator=exact",
        "reconstruction 1, prior_kl 1, amortization_gap 0, latent_information 0")]
    [InlineData(
        "categorical_estimator=stochastic_em",
        "reconstruction 0, prior_kl 0, router_reconstruction 1, posterior_distillation 1, amortization_gap 0, " +
            "latent_information 0")]
    [InlineData(
        "categorical_estimator=exact_likelihood model=gsnn",
        "reconstruction 0, prior_kl 0, router_reconstruction 1, latent_information 0")]
    [InlineData(
        "categorical_estimator=gumbel_softmax latent_variables=20 prior_kl_weight=0.5",
        "reconstruction 1, prior_kl 0.5")]
    public void The_objective_is_the_bound_or_the_likelihood(string settings, string terms)
    {
        Objective objective = Of($"latent=categorical {settings}").Objective;
        Assert.Equal(
            terms,
            string.Join(", ", objective.Terms.Where(of => !IsOfEveryLatent(of.Term)).Select(of =>
                FormattableString.Invariant($"{of.Term.Info.Name} {of.Weight.At(Objective.Settled)}"))));

        // Diagnostics that tell nothing of the estimator.
        static bool IsOfEveryLatent(IObjectiveTerm term) =>
            term is PosteriorEntropy or RouterMarginalKl or InterLatentDivergence;
    }

    [Theory]
    [InlineData("categorical_estimator=gumbel_softmax", 1, 0.75, 0.5)]
    [InlineData("categorical_estimator=stochastic_em categorical_temperature=2", 2, 1, 0)]
    [InlineData(
        "categorical_estimator=straight_through_gumbel categorical_temperature_end=0.1 " +
            "categorical_temperature_steps=200",
        1,
        0.1,
        0.1)]
    [InlineData("categorical_estimator=exact", 1, 1, 1)]
    public void The_temperature_goes_to_its_end_over_80_percent_of_the_run(
        string settings,
        double first,
        double half,
        double last)
    {
        ISchedule temperature = Of(settings).Training.Temperature(totalSteps: 1000);
        Assert.Equal([first, half, last, last], new[] { 0L, 400, 800, 1000 }.Select(temperature.At));
    }

    [Fact]
    public void Every_estimator_has_a_word_of_its_own() =>
        Assert.Equal(
            Enum.GetValues<CategoricalEstimator>().Length,
            Enum.GetValues<CategoricalEstimator>()
                .Select(estimator => new RunConfiguration
                {
                    Training = new() { CategoricalEstimator = estimator },
                })
                .Select(c => ConfigurationKeys.Find("categorical_estimator").Read(c)[0])
                .Distinct()
                .Count());

    private static RunConfiguration Of(string settings) => new RunConfiguration().With(settings.Split(' '));
}
