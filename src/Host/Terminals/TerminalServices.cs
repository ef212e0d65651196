using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Terminals;

internal static class TerminalServices
{
    public static IServiceCollection AddTerminals(this IServiceCollection services) => services
        .AddSingleton<CloseTerminal>()
        .AddSingleton<CreateTerminal>()
        .AddSingleton<ReadTerminals>()
        .AddSingleton<RenameTerminal>()
        .AddSingleton<TerminalEndpoint>()
        .AddSingleton<TerminalReports>()
        .AddSingleton<TerminalSockets>()
        .AddHostedService<TerminalWatch>()
        .AddSingleton<IOperationSource, TerminalOperations>();
}
