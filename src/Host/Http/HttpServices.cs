using Homeport.Host.JsonRpc;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Http;

internal static class HttpServices
{
    public static IServiceCollection AddHttp(this IServiceCollection services) => services
        .AddSingleton<RequestGate>()
        .AddSingleton<RequestPipeline>()
        .AddSingleton<RpcOverHttp>()
        .AddSingleton<WebClient>()
        .AddSingleton<WebSocketEndpoint>();
}
