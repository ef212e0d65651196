using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Races;

internal static class RaceServices
{
    public static IServiceCollection AddRaces(this IServiceCollection services) => services
        .AddSingleton<RaceChecks>()
        .AddSingleton<BaseCommit>()
        .AddSingleton<CreateRace>()
        .AddSingleton<ReadRaces>()
        .AddSingleton<Verifications>()
        .AddSingleton<VerificationGate>()
        .AddSingleton<VerifyRace>()
        .AddSingleton<DecideRace>()
        .AddSingleton<IOperationSource, RaceOperations>()
        .AddSingleton<RaceEndings>()
        .AddHostedService(provider => provider.GetRequiredService<RaceEndings>())
        .AddHostedService<RaceWatch>();
}
