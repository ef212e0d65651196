using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Import;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Import;

/// <summary>The sessions that agents keep in stores of their own. They may be about anything on this machine, so only the owner sees them.</summary>
internal sealed class ImportOperations(ReadPastSessions reading, PastSessionIndex index, ResumePastSession resume) : IOperationSource
{
    private const string Session = """{"id": "5f0c2a6d9b1e4c7f8a3d6e2b1c0f9a87"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListPastSessionsRequest, ListPastSessionsResponse>(
                "listPastSessions", Get("/api/past-sessions"), Permission.OwnerOnly, reading.ListAsync)
            .Describe("Lists and searches the sessions that Claude Code, Codex and opencode keep on the worker's machine, newest first.")
            .Example("""{"query": "health check", "limit": 20}""").AsList("pastSessions");
        operations.Add<GetPastSessionRequest, GetPastSessionResponse>(
                "getPastSession", Get("/api/past-sessions/{id}"), Permission.OwnerOnly, reading.GetAsync)
            .Describe("Shows one of these sessions, and how a task would go on with it.").Example(Session);
        operations.Add<ListPastSessionEventsRequest, ListPastSessionEventsResponse>(
                "listPastSessionEvents", Get("/api/past-sessions/{id}/events"), Permission.OwnerOnly, reading.EventsAsync)
            .Describe("Reads a page of what was said and done in one of these sessions, shaped like the events of a task.").Example(Session).AsList("events");
        operations.Add<ResumePastSessionRequest, ResumePastSessionResponse>(
                "resumePastSession", Post("/api/past-sessions/{id}/resume"), Permission.OwnerOnly, resume.RunAsync)
            .Describe("Makes a task that goes on with one of these sessions, or answers the one that does already.")
            .Example("""{"id": "5f0c2a6d9b1e4c7f8a3d6e2b1c0f9a87", "prompt": "Now write the tests"}""");
        operations.Add<RefreshPastSessionsResponse>(
                "refreshPastSessions", Post("/api/past-sessions/refresh"), Permission.OwnerOnly, index.RefreshAsync)
            .Describe("Looks at the agents' stores anew and tells what changed. Nothing is ever written to them.").Example("{}");
    }
}
