using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Commands;

internal static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<CleanupScript>()
        .AddSingleton<TaskPorts>();
}
