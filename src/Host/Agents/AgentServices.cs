using Homeport.Host.Operations;
using Homeport.Host.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Agents;

internal static class AgentServices
{
    public static IServiceCollection AddAgents(this IServiceCollection services) => services
        .AddSingleton<SealedValues>()
        .AddSingleton<AgentRegistry>()
        .AddSingleton<AgentEquipment>()
        .AddSingleton<LookForAgents>()
        .AddSingleton<AddTerminalAgent>()
        .AddSingleton<UpdateTerminalAgent>()
        .AddSingleton<RemoveTerminalAgent>()
        .AddSingleton<IOperationSource, AgentOperations>()
        .AddSingleton<IOperationSource, TerminalAgentOperations>();
}
