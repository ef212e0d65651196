using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Sessions;

internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddSingleton<TurnQueue>()
        .AddSingleton<HeldTurns>()
        .AddSingleton<TurnReports>()
        .AddSingleton<LostSessions>()
        .AddSingleton<LiveText>()
        .AddSingleton<SessionLog>()
        .AddSingleton<LogReading>()
        .AddSingleton<IOperationSource, SessionOperations>()
        .AddHostedService<Dispatcher>()
        .AddHostedService<LeaseWatch>()
        .AddHostedService<ResumeWatch>();
}
