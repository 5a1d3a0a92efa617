using System.Text.Json;
using LatentSharp.Objectives;
using LatentSharp.Optimization;
using LatentSharp.Runs.Configuration;

namespace LatentSharp.Tests.Runs.Configuration;

public class ConfigurationKeysTests
{
    // A value for every key that is not its default, as a command line gives it.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["data"] = "some \"quoted\" file.csv",
        ["labels"] = "labels.idx",
        ["condition"] = "a,b c",
        ["target"] = "d,é",
        ["label"] = "kind",
        ["binarize"] = "dynamic",
        ["grey_maximum"] = "16",
        ["validation_fraction"] = "0.2",
        ["test_fraction"] = "0.25",
        ["model"] = "hybrid",
        ["hybrid_weight"] = "0.25",
        ["likelihood"] = "categorical",
        ["likelihood_scale"] = "0.1",
        ["prior"] = "standard",
        ["latent"] = "categorical",
        ["latent_variables"] = "3",
        ["latent_values"] = "4",
        ["latent_dimensions"] = "3",
        ["hidden"] = "7,5,3",
        ["router_hidden"] = "9,8",
        ["router_guess"] = "yes",
        ["decoder_condition"] = "no",
        ["activation"] = "tanh",
        ["log_variance_range"] = "-6,4.5",
        ["prior_kl_weight"] = "0.1",
        ["prior_kl_warmup_steps"] = "17",
        ["prior_kl_cycles"] = "3",
        ["prior_kl_cycle_steps"] = "40",
        ["posterior_variance_weight"] = "1E-05",
        ["posterior_entropy_weight"] = "0.01",
        ["relative_variance_weight"] = "0.2",
        ["router_marginal_kl_weight"] = "0.3",
        ["inter_latent_divergence_weight"] = "0.4",
        ["aggregate_mmd_weight"] = "10",
        ["free_bits_weight"] = "0.9",
        ["free_bits_lambda"] = "0.125",
        ["capacity_weight"] = "30",
        ["capacity_nats"] = "2.5",
        ["capacity_rise_steps"] = "12",
        ["importance_samples"] = "5",
        ["posterior_samples"] = "7",
        ["categorical_estimator"] = "hard_em",
        ["categorical_temperature"] = "2",
        ["categorical_temperature_end"] = "0.25",
        ["categorical_temperature_steps"] = "12",
        ["router_from_step"] = "13",
        ["router_samples"] = "6",
        ["select_by"] = "router_likelihood",
        ["selection_samples"] = "50",
        ["epochs"] = "9",
        ["batch_size"] = "11",
        ["learning_rate"] = "0.02",
        ["learning_rate_warmup_steps"] = "5",
        ["learning_rate_decay"] = "cosine",
        ["adam_epsilon"] = "0.0001",
        ["weight_decay"] = "0.01",
        ["gradient_clip_norm"] = "2.5",
        ["early_stopping_patience"] = "4",
        ["log_every_steps"] = "3",
        ["tensorboard"] = "yes",
        ["checkpoint_every_steps"] = "250",
        ["checkpoint_keep_every"] = "4",
        ["on_non_finite"] = "rollback",
        ["seed"] = "18446744073709551615",
    };

    public static TheoryData<string> Names => [.. ConfigurationKeys.All.Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Set_from_text_changes_its_key_and_no_other(string name)
    {
        var before = new RunConfiguration();
        RunConfiguration after = ConfigurationFile.Set(before, name, Values[name]);
        foreach (ConfigurationKey key in ConfigurationKeys.All)
        {
            if (key.Name == name)
            {
                Assert.NotEqual(key.Read(before), key.Read(after));
                Assert.Equal(Values[name], string.Join(",", key.Read(after)));
            }
            else
            {
                Assert.Equal(key.Read(before), key.Read(after));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_and_parsed_every_key_has_its_value_again(string name)
    {
        RunConfiguration given = ConfigurationFile.Set(new RunConfiguration(), name, Values[name]);
        RunConfiguration back = Parse(Written(given));
        foreach (ConfigurationKey key in ConfigurationKeys.All)
            Assert.Equal(key.Read(given), key.Read(back));
    }

    [Fact]
    public void All_keys_together_round_trip_to_the_same_text()
    {
        RunConfiguration given = new();
        foreach ((string name, string text) in Values)
            given = ConfigurationFile.Set(given, name, text);
        string written = Written(given);
        Assert.Equal(written, Written(Parse(written)));
        using var document = JsonDocument.Parse(written);
        Assert.Equal(
            ConfigurationKeys.All.Select(key => key.Name),
            document.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Numbers_are_written_as_numbers_lists_as_arrays_and_what_is_not_set_as_null()
    {
        using var document = JsonDocument.Parse(
            Written(ConfigurationFile.Set(new RunConfiguration(), "log_variance_range", "-6,4.5")));
        JsonElement json = document.RootElement;
        Assert.Equal("0.001", json.GetProperty("learning_rate").GetRawText());
        Assert.Equal("[128,128]", json.GetProperty("hidden").GetRawText());
        Assert.Equal("[-6,4.5]", json.GetProperty("log_variance_range").GetRawText());
        Assert.Equal("[]", json.GetProperty("condition").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("gradient_clip_norm").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("label").ValueKind);
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("log_variance_range")]
    [InlineData("gradient_clip_norm")]
    [InlineData("early_stopping_patience")]
    public void None_unsets_what_can_be_unset(string name)
    {
        RunConfiguration unset = ConfigurationFile.Set(
            ConfigurationFile.Set(new RunConfiguration(), name, Values[name]),
            name,
            "none");
        Assert.Empty(ConfigurationKeys.Find(name).Read(unset));
    }

    [Fact]
    public void A_likelihood_that_is_set_is_known_to_have_been()
    {
        Assert.False(new RunConfiguration().LikelihoodGiven);
        Assert.True(ConfigurationFile.Set(new RunConfiguration(), "likelihood", "bernoulli").LikelihoodGiven);
    }

    [Theory]
    [InlineData("posterior_varience_weight", "did you mean 'posterior_variance_weight'?")]
    [InlineData("latent_dimension", "did you mean 'latent_dimensions'?")]
    [InlineData("Epochs", "did you mean 'epochs'?")]
    [InlineData("lr", "known: 'data', 'labels', ")]
    public void An_unknown_key_is_an_error_that_names_the_nearest(string name, string suggestion)
    {
        var failure = Assert.Throws<OptionException>(() => ConfigurationFile.Set(new RunConfiguration(), name, "1"));
        Assert.StartsWith(
            $"unknown configuration key '{name}'; {suggestion}",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("binarize", "half", "binarize is 'half'; give one of threshold, static, dynamic, none")]
    [InlineData("validation_fraction", "0", "validation_fraction is 0; give a number between 0 and 1, such as 0.15")]
    [InlineData("test_fraction", "1", "test_fraction is 1; give a number between 0 and 1, such as 0.15")]
    [InlineData(
        "likelihood",
        "gaussian",
        "likelihood is 'gaussian'; give one of bernoulli, normal, normal_learned_scale, categorical")]
    [InlineData("likelihood_scale", "-1", "likelihood_scale is -1; give a number above 0")]
    [InlineData("prior", "none", "prior is 'none'; give one of learned, marginal, standard, uniform")]
    [InlineData("latent_dimensions", "0", "latent_dimensions is 0; give a whole number of at least 1")]
    [InlineData("latent_dimensions", "2.5", "latent_dimensions is '2.5'; give a whole number")]
    [InlineData("hidden", "64,x", "hidden is 'x'; give a whole number")]
    [InlineData("hidden", "64,0", "hidden is 0; give a whole number of at least 1")]
    [InlineData("activation", "swish", "activation is 'swish'; give one of relu, tanh, gelu")]
    [InlineData("log_variance_range", "1", "log_variance_range takes two numbers, such as -10,10; 1 were given")]
    [InlineData(
        "log_variance_range",
        "2,1",
        "log_variance_range is [2, 1]; give two finite numbers, the smaller first, such as [-10, 10]")]
    [InlineData(
        "prior_kl_weight",
        "-0.5",
        "prior_kl_weight is -0.5; give a number of at least 0; 0 makes the term diagnostic only")]
    [InlineData("prior_kl_weight", "nan", "prior_kl_weight is 'nan'; give a number, such as 0.5")]
    [InlineData("prior_kl_warmup_steps", "-1", "prior_kl_warmup_steps is -1; give a whole number of at least 0")]
    [InlineData(
        "posterior_variance_weight",
        "-1",
        "posterior_variance_weight is -1; give a number of at least 0; 0 makes the term diagnostic only")]
    [InlineData(
        "posterior_variance_weight",
        "1e999",
        "posterior_variance_weight is '1e999'; give a number, such as 0.5")]
    [InlineData("free_bits_lambda", "-1", "free_bits_lambda is -1; give a number of at least 0")]
    [InlineData("capacity_rise_steps", "-1", "capacity_rise_steps is -1; give a whole number of at least 0")]
    [InlineData("prior_kl_cycles", "0", "prior_kl_cycles is 0; give a whole number of at least 1")]
    [InlineData("epochs", "0", "epochs is 0; give a whole number of at least 1")]
    [InlineData("epochs", "99999999999", "epochs is '99999999999'; give a whole number")]
    [InlineData("batch_size", "0", "batch_size is 0; give a whole number of at least 1")]
    [InlineData("learning_rate", "0", "learning_rate is 0; give a number above 0, such as 0.001")]
    [InlineData(
        "learning_rate_warmup_steps",
        "-1",
        "learning_rate_warmup_steps is -1; give a whole number of at least 0")]
    [InlineData(
        "learning_rate_decay",
        "linear",
        "learning_rate_decay is 'linear'; give one of none, cosine, powers_of_three")]
    [InlineData("model", "vae", "model is 'vae'; give one of cvae, gsnn, nn, hybrid")]
    [InlineData("hybrid_weight", "1", "hybrid_weight is 1; give a number between 0 and 1, such as 0.15")]
    [InlineData("router_hidden", "0", "router_hidden is 0; give a whole number of at least 1")]
    [InlineData("router_guess", "maybe", "router_guess is 'maybe'; give one of no, yes")]
    [InlineData("importance_samples", "0", "importance_samples is 0; give a whole number of at least 1")]
    [InlineData("router_samples", "0", "router_samples is 0; give a whole number of at least 1")]
    [InlineData("select_by", "loss", "select_by is 'loss'; give one of objective, router_likelihood")]
    [InlineData("selection_samples", "0", "selection_samples is 0; give a whole number of at least 1")]
    [InlineData("adam_epsilon", "0", "adam_epsilon is 0; give a number above 0, such as 1e-8")]
    [InlineData("weight_decay", "-1", "weight_decay is -1; give a number of at least 0")]
    [InlineData("gradient_clip_norm", "0", "gradient_clip_norm is 0; give a number above 0, or none")]
    [InlineData("early_stopping_patience", "0", "early_stopping_patience is 0; give a whole number of at least 1")]
    [InlineData("log_every_steps", "0", "log_every_steps is 0; give a whole number of at least 1")]
    [InlineData("seed", "-1", "seed is '-1'; give a whole number of at least 0")]
    public void A_value_out_of_range_is_refused_with_the_range(string name, string text, string message)
    {
        var failure = Assert.Throws<OptionException>(() => ConfigurationFile.Set(new RunConfiguration(), name, text));
        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public void The_objective_has_the_weights_and_the_warm_up_that_were_configured()
    {
        RunConfiguration configuration = new()
        {
            PriorKlWeight = 2,
            PriorKlWarmupSteps = 4,
            PosteriorVarianceWeight = 0.25,
        };
        Assert.Equal(
            [
                ("reconstruction", 1.0, 1.0), ("prior_kl", 0.5, 2.0), ("posterior_variance", 0.25, 0.25),
                ("posterior_entropy", 0, 0), ("relative_variance", 0, 0), ("router_marginal_kl", 0, 0),
            ],
            configuration.Objective.Terms.Select(term => (term.Term.Info.Name, term.Weight.At(0), term.Weight.At(4))));
        Assert.Equal(1.0, new RunConfiguration().Objective.Terms[1].Weight.At(0));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1.0)]
    [InlineData(4, 1.0)]
    [InlineData(5, 0.5)]
    [InlineData(6, 1.0)]
    [InlineData(10, 0.5)]
    [InlineData(15, 1.0)]
    public void A_weight_rises_in_every_cycle(long step, double weight) =>
        Assert.Equal(
            2 * weight,
            Configured("prior_kl_warmup_steps=2,prior_kl_cycles=3,prior_kl_cycle_steps=5").Objective
                .Terms[1].Weight.At(step));

    [Fact]
    public void A_form_of_the_prior_kl_is_there_where_it_has_a_weight_with_numbers_of_its_own()
    {
        Objective objective = Configured(
            "prior_kl_weight=0,free_bits_weight=1,free_bits_lambda=0.5,capacity_weight=3,capacity_nats=8,"
                + "capacity_rise_steps=4").Objective;
        Assert.Equal(0.5, Assert.Single(objective.Terms.Select(term => term.Term).OfType<FreeBits>()).Lambda);
        ISchedule target = Assert.Single(objective.Terms.Select(term => term.Term).OfType<Capacity>()).Target;
        Assert.Equal((2, 8), (target.At(0), target.At(3)));
    }

    private const string Diagnostics =
        ", posterior_entropy 0, relative_variance 0, router_marginal_kl 0";

    public static TheoryData<string, string> Models { get; } =
        new()
        {
            { "model=cvae", "reconstruction 1, prior_kl 2, posterior_variance 0.25" + Diagnostics },
            { "model=gsnn", "reconstruction 1, prior_kl 2, posterior_variance 0.25" + Diagnostics },
            {
                "model=hybrid,hybrid_weight=0.75",
                "reconstruction 0.75, prior_kl 1.5, posterior_variance 0.25" + Diagnostics
                    + ", router_reconstruction 0.25"
            },
            {
                "importance_samples=5,prior_kl_weight=1",
                "reconstruction 0, prior_kl 0, posterior_variance 0.25" + Diagnostics
                    + ", importance_weighted_bound 1"
            },
            {
                "router_guess=yes",
                "reconstruction 1, prior_kl 2, posterior_variance 0.25" + Diagnostics + ", guess_reconstruction 1"
            },
            {
                "model=hybrid,hybrid_weight=0.75,prior_kl_weight=0,free_bits_weight=1,relative_variance_weight=2",
                "reconstruction 0.75, prior_kl 0, posterior_variance 0.25, posterior_entropy 0, relative_variance 2, "
                    + "router_marginal_kl 0, free_bits 0.75, router_reconstruction 0.25"
            },
            {
                "aggregate_mmd_weight=3",
                "reconstruction 1, prior_kl 2, posterior_variance 0.25" + Diagnostics + ", aggregate_mmd 3"
            },
            { "model=nn,posterior_variance_weight=0", "reconstruction 1" },
        };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_has_the_objective_of_its_kind(string settings, string terms)
    {
        RunConfiguration configuration = Configured(settings);
        Assert.Equal(
            terms,
            string.Join(
                ", ",
                configuration.Objective.Terms.Select(term =>
                    FormattableString.Invariant($"{term.Term.Info.Name} {term.Weight.At(0)}"))));
    }

    [Theory]
    [InlineData("model=nn", "posterior_variance_weight is set, but model nn has no posterior; leave it at 0")]
    [InlineData(
        "model=nn,posterior_variance_weight=0,importance_samples=2",
        "importance_samples is set, but model nn has no latent to draw; leave it at 1")]
    [InlineData(
        "model=nn,posterior_variance_weight=0,select_by=router_likelihood",
        "select_by is set, but model nn has no router; leave it at objective")]
    [InlineData(
        "importance_samples=2",
        "importance_samples is set, but above 1 the objective is the importance-weighted bound, which has no " +
            "separate KL; leave prior_kl_weight at 1 and prior_kl_warmup_steps at 0"
    )]
    [InlineData(
        "hybrid_weight=0.1",
        "hybrid_weight is set, but the model is no hybrid; give model hybrid, or leave it at 0.5")]
    [InlineData(
        "inter_latent_divergence_weight=1",
        "inter_latent_divergence_weight is set, but a latent of the gaussian family has no such term; leave it at 0")]
    [InlineData(
        "importance_samples=2,prior_kl_weight=1,free_bits_weight=1",
        "free_bits_weight is set, but importance_samples is above 1, and the importance-weighted bound has no " +
            "separate KL; leave it at 0")]
    [InlineData(
        "prior_kl_cycles=2,prior_kl_warmup_steps=5,prior_kl_cycle_steps=4",
        "prior_kl_cycles is set, but a cycle has to hold the steps of its rise; give prior_kl_cycle_steps at least " +
            "prior_kl_warmup_steps")]
    [InlineData(
        "prior_kl_cycle_steps=4",
        "prior_kl_cycle_steps is set, but there is one cycle; give prior_kl_cycles above 1, or leave it at 0")]
    [InlineData("router_samples=2", "router_samples is set, but only model hybrid has a term of them; leave it at 1")]
    public void What_a_model_has_no_term_for_is_refused(string settings, string message) =>
        Assert.Equal(message, Assert.Throws<OptionException>(() => Configured(settings).Objective).Message);

    private static RunConfiguration Configured(string settings) =>
        new RunConfiguration { PriorKlWeight = 2, PosteriorVarianceWeight = 0.25 }.With(settings.Split(','));

    private static string Written(RunConfiguration configuration)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            ConfigurationFile.Write(writer, configuration);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static RunConfiguration Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ConfigurationFile.Parse(document.RootElement, "test");
    }
}
