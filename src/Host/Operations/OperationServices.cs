using Homeport.Host.Operations.Binding;
using Homeport.Host.Operations.OpenApi;
using Homeport.Host.Operations.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Operations;

internal static class OperationServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<OperationCatalogue>()
        .AddSingleton(provider => provider.GetRequiredService<OperationCatalogue>().Types)
        .AddSingleton<OperationCalls>()
        .AddSingleton<OpenApiEndpoint>()
        .AddSingleton<RestArguments>()
        .AddSingleton<RouteTable>();
}
