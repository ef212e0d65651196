using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Events;

internal static class EventServices
{
    public static IServiceCollection AddEvents(this IServiceCollection services) => services
        .AddSingleton<SubscribeEvents>()
        .AddSingleton<SubscribeExecutionLogs>()
        .AddSingleton<IOperationSource, EventOperations>();
}
