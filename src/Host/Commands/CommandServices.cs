using Homeport.Host.Operations;
using Homeport.Host.Services;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Commands;

internal static class CommandServices
{
    public static IServiceCollection AddCommands(this IServiceCollection services) => services
        .AddSingleton<AutoStart>()
        .AddHostedService(provider => provider.GetRequiredService<AutoStart>())
        .AddSingleton<CleanupScript>()
        .AddSingleton<CommandsEnd>()
        .AddSingleton<IServiceOwner, CommandOwner>()
        .AddSingleton<ReadCommands>()
        .AddSingleton<RunCommand>()
        .AddSingleton<TaskCommandStatuses>()
        .AddSingleton<TaskPorts>()
        .AddSingleton<IOperationSource, TaskCommandOperations>();
}
