using Homeport.Host.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services) => services
        .AddSingleton<Authenticator>()
        .AddSingleton<CredentialStore>()
        .AddSingleton<Credentials>()
        .AddSingleton<LoginLinks>()
        .AddSingleton<OpenConnections>()
        .AddSingleton(provider => OwnerToken.Open(provider.GetRequiredService<HostOptions>().Root))
        .AddSingleton<RateLimiter>()
        .AddSingleton<Tickets>()
        .AddSingleton<CreateAccessToken>()
        .AddSingleton<CreateLoginLink>()
        .AddSingleton<CreateTicket>()
        .AddSingleton<ExchangeLogin>()
        .AddSingleton<ListAccessTokens>()
        .AddSingleton<ListAuthSessions>()
        .AddSingleton<Logout>()
        .AddSingleton<RevokeAccessToken>()
        .AddSingleton<RevokeAuthSession>()
        .AddSingleton<IOperationSource, AccessOperations>();
}
