using System.Net;
using System.Text.Json;
using LatentSharp.Data;
using LatentSharp.Models;
using LatentSharp.Tensors;
using LatentSharp.Tests.Training;

namespace LatentSharp.Tests.Serving;

public class ModelCallsTests
{
    private const string Row = "[[1.25, 0.5]]";

    private static readonly float[] X = [1.25f, 0.5f], Y = [2.5f, -1f];

    [Fact]
    public async Task Samples_are_the_model_s_own_whether_rows_come_as_arrays_or_by_name()
    {
        await using Served served = await Served.Start();
        float[] expected = [.. served.Model.Sample(X, 3, seed: 7).SelectMany(y => y)];
        Reply arrays = await served.Post("/sample", $$"""{"condition": {{Row}}, "count": 3, "seed": 7}""");
        Assert.Equal(HttpStatusCode.OK, arrays.Status);
        Assert.Equal(expected, arrays.Floats("target"));
        Assert.Equal(3, arrays.Body.GetProperty("target")[0].GetArrayLength());
        Reply named = await served.Post(
            "/sample", """{"condition": [{"x2": 0.5, "x1": 1.25}], "count": 3, "seed": 7}""");
        Assert.Equal(expected, named.Floats("target"));
        Assert.Equal(
            ["y", "w"], named.Body.GetProperty("target")[0][2].EnumerateObject().Select(column => column.Name));
    }

    [Fact]
    public async Task Z_is_drawn_or_the_mean_and_y_too()
    {
        await using Served served = await Served.Start();
        var drawn = new float[4];
        served.Model.SampleMeans(X, 2, seed: 3, drawn);
        Assert.Equal(drawn, await Floats("""{"condition": [[1.25, 0.5]], "count": 2, "seed": 3, "mean": true}"""));
        served.Model.SampleAt(X, [.. served.Model.Route(X).Mean], 2, seed: 3, drawn);
        Assert.Equal(drawn, await Floats("""{"condition": [[1.25, 0.5]], "count": 2, "seed": 3, "z": "mean"}"""));
        Assert.Equal(
            served.Model.Mean(X), await Floats("""{"condition": [[1.25, 0.5]], "z": "mean", "mean": true}"""));

        async Task<float[]> Floats(string body) => (await served.Post("/sample", body)).Floats("target");
    }

    [Fact]
    public async Task What_p_and_q_are_is_the_model_s_own()
    {
        await using Served served = await Served.Start();
        Reply prior = await served.Post("/encode", $$"""{"condition": {{Row}}}""");
        Assert.Equal(served.Model.Route(X).Mean, prior.Floats("prior_mean"));
        Assert.Equal(served.Model.Route(X).Variance, prior.Floats("prior_variance"));
        Assert.False(prior.Body.TryGetProperty("posterior_mean", out _));
        Reply both = await served.Post("/encode", $$"""{"condition": {{Row}}, "target": [{"w": -1, "y": 2.5}]}""");
        Assert.Equal(served.Model.Infer(X, Y).Mean, both.Floats("posterior_mean"));
        Assert.Equal(served.Model.Infer(X, Y).Variance, both.Floats("posterior_variance"));
    }

    [Fact]
    public async Task Log_likelihoods_are_the_model_s_own()
    {
        await using Served served = await Served.Start();
        Reply reply = await served.Post(
            "/likelihood", $$"""{"condition": {{Row}}, "target": [[2.5, -1]], "samples": 50, "seed": 9}""");
        Assert.Equal(
            served.Model.LogLikelihood(X, Y, samples: 50, seed: 9),
            reply.Body.GetProperty("log_likelihood")[0].GetDouble());
        Assert.Equal("nats", reply.Body.GetProperty("unit").GetString());
    }

    [Fact]
    public async Task Many_rows_are_computed_in_portions_and_several_requests_continue_each_other()
    {
        await using Served served = await Served.Start();
        Tensor x = SmallTask.Normal(1, 900, 2);
        float[] expected = served.Model.SampleMany(x, 7, seed: 5).Span.ToArray();
        Assert.Equal(expected, await Floats(0, 900));
        float[] parts = [.. await Floats(0, 333), .. await Floats(333, 567)];
        Assert.Equal(expected, parts);

        async Task<float[]> Floats(int first, int rows)
        {
            string body = JsonSerializer.Serialize(
                new
                {
                    condition = x.Rows(first, rows).Span.ToArray().Chunk(2),
                    count = 7,
                    seed = 5,
                    first_row = first,
                });
            return (await served.Post("/sample", body)).Floats("target");
        }
    }

    [Fact]
    public async Task A_class_is_given_by_its_name()
    {
        await using Served served = await Served.Start(
            model: SmallTask.Model, condition: new Fields(Field.OneHot("kind", ["a", "b", "c"])));
        Reply reply = await served.Post("/sample", """{"condition": [{"kind": "b"}], "count": 2}""");
        Assert.Equal(served.Model.Sample([0, 1, 0], 2).SelectMany(y => y), reply.Floats("target"));
        reply = await served.Post("/sample", """{"condition": [{"kind": "d"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.StartsWith("condition row 0, counted from 0, kind: there is no class 'd'; ", reply.Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_a_condition_or_without_a_latent_answers_too()
    {
        await using Served free = await Served.Start(
            model: SmallTask.Model with { ConditionDimensions = 0, Prior = PriorKind.Standard });
        Assert.Equal(
            free.Model.Sample([], 5, seed: 1).SelectMany(y => y),
            (await free.Post("/sample", """{"count": 5, "seed": 1}""")).Floats("target"));
        Reply reply = await free.Post("/likelihood", """{"target": [[0, 1, 0, 1], [1, 1, 1, 1]], "samples": 5}""");
        Assert.Equal(2, reply.Body.GetProperty("log_likelihood").GetArrayLength());

        await using Served plain = await Served.Start(
            model: SmallTask.Model with { HasLatent = false, HasInferenceNetwork = false });
        Assert.Equal(
            plain.Model.Sample([1, 2, 3], 2).SelectMany(y => y),
            (await plain.Post("/sample", """{"condition": [[1, 2, 3]], "count": 2}""")).Floats("target"));
        Assert.Equal(
            "the model has no z, and so nothing to encode; ask for samples",
            (await plain.Post("/encode", """{"condition": [[1, 2, 3]]}""")).Detail);
        Assert.Equal(
            "'z' is 'mean', and the model has no z; leave it out",
            (await plain.Post("/sample", """{"condition": [[1, 2, 3]], "z": "mean"}""")).Detail);
    }

    [Fact]
    public async Task Targets_without_a_probability_are_refused_in_the_words_of_the_library()
    {
        await using Served served = await Served.Start(model: SmallTask.Model);
        Reply reply = await served.Post("/likelihood", """{"condition": [[1, 2, 3]], "target": [[0, 1, 0.5, 1]]}""");
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(
            Assert.Throws<DataException>(() => served.Model.LogLikelihood([1, 2, 3], [0, 1, 0.5f, 1], 1)).Message,
            reply.Detail);
    }

    [Fact]
    public async Task Sixty_four_clients_at_once_have_the_answers_of_one()
    {
        const int clients = 64, calls = 50;
        await using Served served = await Served.Start();
        string[] bodies =
        [
            .. Enumerable.Range(0, clients).Select(client =>
                $$"""{"condition": [[{{client / 8.0}}, 0.5]], "count": {{1 + client % 5}}, "seed": {{client}}}"""),
        ];
        float[][] expected =
        [
            .. Enumerable.Range(0, clients).Select(client => served.Model
                .Sample([client / 8f, 0.5f], 1 + client % 5, (ulong)client)
                .SelectMany(y => y)
                .ToArray()),
        ];
        int wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (int call = 0; call < calls; call++)
            {
                Reply reply = await served.Post("/sample", bodies[client]);
                if (!reply.Floats("target").SequenceEqual(expected[client]))
                    Interlocked.Increment(ref wrong);
            }
        }));
        Assert.Equal(0, wrong);
        Assert.Empty(served.Log);
    }
}
