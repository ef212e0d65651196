using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Conversations;

internal static class ConversationServices
{
    public static IServiceCollection AddConversations(this IServiceCollection services) => services
        .AddSingleton<Transcript>()
        .AddSingleton<TaskFiles>()
        .AddSingleton<RewindTask>()
        .AddSingleton<UndoRewind>()
        .AddSingleton<ForkTask>()
        .AddSingleton<HandOverTask>()
        .AddSingleton<CompactTask>()
        .AddSingleton<IOperationSource, ConversationOperations>()
        .AddHostedService<HandOverWatch>();
}
