using LatentSharp.Runs;
using LatentSharp.Serving;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddLatentSharp(builder.Configuration["Run"] ?? "runs/points");
WebApplication service = builder.Build();

// The endpoints of latent serve, under a path of this service.
service.MapLatentSharp("/points");

// An endpoint of its own, which asks the same model: the range that nine of ten draws of y fall in.
service.MapGet("/range", (TrainedModel model, double x1, double x2) =>
{
    float[] x = model.ConditionRow(new Dictionary<string, double> { ["x1"] = x1, ["x2"] = x2 });
    float[] draws = [.. model.Sample(x, count: 1000, seed: 1).Select(y => y[0]).Order()];
    return new { Least = draws[50], Most = draws[949] };
});
service.Run();
