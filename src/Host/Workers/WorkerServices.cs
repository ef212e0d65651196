using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Workers;

internal static class WorkerServices
{
    public static IServiceCollection AddWorkers(this IServiceCollection services) => services
        .AddSingleton<WorkerDirectory>()
        .AddSingleton<IWorkerRpc>(provider => provider.GetRequiredService<WorkerDirectory>())
        .AddSingleton<WorkerRegistration>()
        .AddSingleton<WorkerConnections>()
        .AddHostedService<WorkerSocket>()
        .AddSingleton<SidecarWorker>()
        .AddHostedService(provider => provider.GetRequiredService<SidecarWorker>())
        .AddSingleton<IOperationSource, WorkerOperations>();
}
