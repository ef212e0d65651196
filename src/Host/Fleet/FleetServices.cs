using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Fleet;

internal static class FleetServices
{
    public static IServiceCollection AddFleet(this IServiceCollection services) => services
        .AddSingleton<AwayWorkers>()
        .AddSingleton<WorkerDisk>()
        .AddSingleton<DiskReserve>()
        .AddSingleton<DiskBrake>()
        .AddSingleton<GetFleet>()
        .AddSingleton<ListProcesses>()
        .AddSingleton<TasksInUse>()
        .AddSingleton<GetDiskUsage>()
        .AddSingleton<PreviewCleanup>()
        .AddSingleton<RunCleanup>()
        .AddSingleton<FleetTrash>()
        .AddSingleton<DrainWorker>()
        .AddSingleton<IOperationSource, FleetOperations>()
        .AddHostedService(provider => provider.GetRequiredService<DiskBrake>());
}
