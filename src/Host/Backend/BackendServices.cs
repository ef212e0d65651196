using Homeport.Host.Diagnostics;
using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Backend;

internal static class BackendServices
{
    public static IServiceCollection AddBackend(this IServiceCollection services) => services
        .AddSingleton<GetDiagnostics>()
        .AddSingleton<CreateDiagnosticsBundle>()
        .AddSingleton<GetHealth>()
        .AddSingleton<GetStatus>()
        .AddSingleton<StopHost>()
        .AddSingleton<IOperationSource, BackendOperations>();
}
