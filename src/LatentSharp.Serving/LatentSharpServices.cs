using LatentSharp.Data;
using LatentSharp.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LatentSharp.Serving;

/// <summary>A trained model in a service of one's own.</summary>
public static class LatentSharpServices
{
    /// <summary>
    /// Loads a model and registers it, a <see cref="TrainedModel"/>, for every part of the service that asks for one.
    /// It is loaded at once, so that a service does not start with a model that it cannot use.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The run directory, or its <c>model.safetensors</c>, as for <see cref="TrainedModel.Load"/>.
    /// </param>
    /// <param name="options">What the endpoints of <see cref="MapLatentSharp"/> allow; null for the defaults.</param>
    /// <exception cref="DataException">There is no model, or it is damaged.</exception>
    public static IServiceCollection AddLatentSharp(
        this IServiceCollection services,
        string path,
        ServingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(TrainedModel.Load(path));
        services.AddSingleton(options ?? new ServingOptions());
        services.AddSingleton<InFlight>();
        return services;
    }

    /// <summary>
    /// Maps the endpoints of the model that <see cref="AddLatentSharp"/> registered: POST <c>sample</c>, <c>encode</c>
    /// and <c>likelihood</c>, GET <c>model</c>, <c>health</c> and <c>openapi.json</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">The path that they are under; empty for the root.</param>
    /// <returns>All of them, to ask for authorisation or a rate limit with.</returns>
    /// <exception cref="InvalidOperationException">There is no model: <see cref="AddLatentSharp"/> was not called.
    /// </exception>
    public static IEndpointConventionBuilder MapLatentSharp(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        IServiceProvider services = endpoints.ServiceProvider;
        var model = services.GetRequiredService<TrainedModel>();
        var options = services.GetRequiredService<ServingOptions>();
        var inFlight = services.GetRequiredService<InFlight>();
        var calls = new ModelCalls(model, options);
        var pages = new ModelPages(model, options, inFlight, prefix);
        RouteGroupBuilder group = endpoints.MapGroup(prefix);
        foreach ((string path, ModelCall call) in calls.All)
            group.MapPost(path, new Exchange(call, options, inFlight).Answer);
        foreach ((string path, RequestDelegate page) in pages.All)
            group.MapGet(path, page);
        return group;
    }
}
