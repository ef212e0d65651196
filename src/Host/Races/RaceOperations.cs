using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Races;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Races;

/// <summary>What can be done with races.</summary>
internal sealed class RaceOperations(CreateRace create, ReadRaces read, VerifyRace verify, DecideRace decide) : IOperationSource
{
    private const string Id = """{"id": "0198c0de-0000-7000-8000-000000000006"}""";
    private const string Runner = """{"id": "0198c0de-0000-7000-8000-000000000006", "taskId": "0198c0de-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<CreateRaceRequest, RaceResponse>("createRace", Post("/api/races"), Permission.TaskWrite, create.RunAsync)
            .Describe("Gives one prompt to 2 to 8 runners at once: a task for each, all from the same commit, verified when they come to rest.")
            .Example("""{"repositoryGroupId": "0198c0de-0000-7000-8000-000000000002", "prompt": "Add a health endpoint", "runners": [{"agentType": "claude_code"}, {"agentType": "codex"}], "verifyCommand": "npm test"}""");
        operations.Add<GetRaceRequest, RaceResponse>("getRace", Get("/api/races/{id}"), Permission.Read, read.GetAsync)
            .Describe("Shows a race with its tasks, what each used and what its verification said.").Example(Id);
        operations.Add<ListRacesRequest, ListRacesResponse>("listRaces", Get("/api/races"), Permission.Read, read.ListAsync)
            .Describe("Lists races, newest first.").Example("""{"open": true}""").AsList("races");
        operations.Add<VerifyRaceRequest, RaceResponse>("verifyRace", Post("/api/races/{id}/verify"), Permission.TaskWrite, verify.RunAsync)
            .Describe("Runs the verify command again where a runner is at rest, or another command from now on.").Example(Runner);
        operations.Add<StopVerificationRequest, RaceResponse>("stopVerification", Post("/api/races/{id}/verify/stop"), Permission.TaskWrite, verify.StopAsync)
            .Describe("Stops verifications that run or wait, with all their processes.").Example(Runner);
        operations.Add<KeepRunnerRequest, RaceResponse>("keepRunner", Post("/api/races/{id}/keep"), Permission.TaskWrite, decide.KeepAsync)
            .Describe("Keeps one runner as an ordinary task; the others are stopped and go to the trash. The first choice counts, a later one is a conflict that tells who chose.")
            .Example(Runner);
        operations.Add<CallOffRaceRequest, RaceResponse>("callOffRace", Post("/api/races/{id}/call-off"), Permission.TaskWrite, decide.CallOffAsync)
            .Describe("Ends a race without a winner: all tasks go to the trash, or go on as ordinary tasks.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000006", "tasks": "untie"}""");
    }
}
