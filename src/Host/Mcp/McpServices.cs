using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Mcp;

internal static class McpServices
{
    public static IServiceCollection AddMcp(this IServiceCollection services) => services
        .AddSingleton<McpValues>()
        .AddSingleton<McpLook>()
        .AddSingleton<AddMcpServer>()
        .AddSingleton<UpdateMcpServer>()
        .AddSingleton<SwitchMcpServer>()
        .AddSingleton<IOperationSource, McpOperations>();
}
