using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Usage;

internal static class UsageServices
{
    public static IServiceCollection AddUsage(this IServiceCollection services) => services
        .AddSingleton<PriceTable>()
        .AddSingleton<ReadUsage>()
        .AddSingleton<SetBudget>()
        .AddSingleton<BudgetWatch>()
        .AddHostedService(provider => provider.GetRequiredService<BudgetWatch>())
        .AddSingleton<IOperationSource, UsageOperations>();
}
