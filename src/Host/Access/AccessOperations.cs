using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Access;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Access;

/// <summary>Who the caller is, logins and tokens.</summary>
internal sealed class AccessOperations(
    CreateLoginLink link, ExchangeLogin exchange, Logout logout, CreateTicket ticket,
    ListAuthSessions sessions, RevokeAuthSession revokeSession,
    ListAccessTokens tokens, CreateAccessToken createToken, RevokeAccessToken revokeToken) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<GetCallerResponse>("getCaller", Get("/api/auth/caller"), Permission.Read, GetCaller.RunAsync)
            .Describe("Tells who the program takes the caller for, and by which credential.").Example("{}");
        operations.Add<CreateLoginLinkResponse>("createLoginLink", Post("/api/auth/links"), Permission.OwnerOnly, link.RunAsync)
            .Describe("Makes a link that opens a browser logged in. It works once, within five minutes.").Example("{}");
        operations.AddHttp<ExchangeLoginRequest, GetCallerResponse>("exchangeLogin", Post("/api/auth/exchange"), Permission.Public, exchange.RunAsync)
            .Describe("Trades the secret of a one-time link for the browser's cookie.").Example("""{"secret":"J8…"}""");
        operations.AddHttp<NoResponse>("logout", Post("/api/auth/logout"), Permission.Read, logout.RunAsync)
            .Describe("Ends the login of the browser that asks.").Example("{}");
        operations.Add<CreateTicketResponse>("createTicket", Post("/api/auth/ticket"), Permission.Read, ticket.RunAsync)
            .Describe("Makes a ticket that opens /ws?ticket=… once, within 30 seconds, for clients that cannot set a header there.").Example("{}");
        operations.Add<ListAuthSessionsResponse>("listAuthSessions", Get("/api/auth/sessions"), Permission.OwnerOnly, sessions.RunAsync)
            .Describe("Lists the browsers that are logged in, newest first.").Example("{}").AsList("authSessions");
        operations.Add<RevokeAuthSessionRequest, NoResponse>(
                "revokeAuthSession", Delete("/api/auth/sessions/{id}"), Permission.OwnerOnly, revokeSession.RunAsync)
            .Describe("Logs a browser out and closes its connections.").Example(ById);
        operations.Add<ListAccessTokensResponse>("listAccessTokens", Get("/api/auth/tokens"), Permission.OwnerOnly, tokens.RunAsync)
            .Describe("Lists the tokens of programs, newest first. Their secrets are not kept.").Example("{}").AsList("accessTokens");
        operations.Add<CreateAccessTokenRequest, CreateAccessTokenResponse>(
                "createAccessToken", Post("/api/auth/tokens"), Permission.OwnerOnly, createToken.RunAsync)
            .Describe("Makes a token for a program. Its secret is shown this once.").Example("""{"name":"editor","expiresInDays":90}""");
        operations.Add<RevokeAccessTokenRequest, NoResponse>(
                "revokeAccessToken", Delete("/api/auth/tokens/{id}"), Permission.OwnerOnly, revokeToken.RunAsync)
            .Describe("Ends a token of a program at once and closes its connections.").Example(ById);
    }
}
