using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Services;

internal static class ServiceServices
{
    public static IServiceCollection AddServices(this IServiceCollection services) => services
        .AddSingleton<ServiceControl>()
        .AddSingleton<ServiceWishes>()
        .AddSingleton<SidecarStatuses>()
        .AddSingleton<IServiceOwner, SidecarOwner>()
        .AddSingleton<AddSidecar>()
        .AddSingleton<ReadSidecars>()
        .AddSingleton<RemoveSidecar>()
        .AddSingleton<RunSidecar>()
        .AddSingleton<UpdateSidecar>()
        .AddSingleton<IOperationSource, SidecarOperations>();
}
