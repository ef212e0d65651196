using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Acp;

/// <summary>The tasks behind an editor's sessions.</summary>
internal sealed class EditorTasks(HostCommand command, TaskWishes wishes)
{
    private const int LongestTitle = 80;
    private const string NoPrompt = "(An editor opened this session and has said nothing yet.)";
    private const string NoTitle = "New session in an editor";

    /// <summary>A task in the project of a folder, which is added when it is in a git repository and no project yet.</summary>
    public async Task<UnitTaskView> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        var created = await command.Client.CallAsync<CreateUnitTaskRequest, UnitTaskResponse>(
            "createUnitTask",
            new CreateUnitTaskRequest
            {
                RepositoryGroupId = await ProjectOfAsync(folder, adds: true, cancellationToken),
                Prompt = NoPrompt,
                Title = NoTitle,
                AgentType = wishes.Agent,
                AgentCommand = wishes.AgentCommand is { Count: > 0 } line ? line : null,
                Model = wishes.Model,
                PermissionMode = wishes.Mode,
            },
            cancellationToken);
        if (AgentKinds.IsTerminal(created.Task.AgentType))
        {
            await ForgetUnusedAsync(created.Task.Id, cancellationToken);
            throw CommandException.Usage(
                "The agent of this project is a program in a terminal, which an editor cannot talk to. Start homeport acp with --agent and one that Homeport speaks to.");
        }

        return created.Task;
    }

    public async Task<UnitTaskView> FindAsync(string id, CancellationToken cancellationToken) =>
        (await command.Client.CallAsync<GetUnitTaskRequest, GetUnitTaskResponse>(
            "getUnitTask", new GetUnitTaskRequest { Id = id }, cancellationToken)).Task;

    public async Task SetModeAsync(string id, PermissionMode mode, CancellationToken cancellationToken) =>
        await command.Client.CallAsync<UpdateUnitTaskRequest, UnitTaskResponse>(
            "updateUnitTask", new UpdateUnitTaskRequest { Id = id, PermissionMode = mode }, cancellationToken);

    /// <summary>A page of the tasks of a folder's project, or of all, as the protocol lists sessions.</summary>
    public async Task<JsonObject> ListAsync(string? folder, string? cursor, CancellationToken cancellationToken)
    {
        var request = new ListUnitTasksRequest
        {
            RepositoryGroupId = folder is null ? null : await ProjectOfAsync(folder, adds: false, cancellationToken),
            Cursor = cursor,
        };
        var page = await command.Client.CallAsync(
            "listUnitTasks", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListUnitTasksRequest), cancellationToken);
        var tasks = page.GetProperty("tasks").EnumerateArray().Select(task => task.Deserialize(ProtocolJson.Default.UnitTaskView)!);
        var answer = new JsonObject
        {
            ["sessions"] = new JsonArray([.. tasks.Where(task => task.Prompt != NoPrompt).Select(task => (JsonNode)new JsonObject
            {
                ["sessionId"] = task.Id,
                ["cwd"] = folder ?? task.WorktreePath ?? command.Surroundings.CurrentFolder,
                ["title"] = task.Title,
                ["updatedAt"] = task.UpdatedAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            })]),
        };
        if (page.Text("nextCursor") is { } next)
        {
            answer["nextCursor"] = next;
        }

        return answer;
    }

    /// <summary>Puts a task away in which nothing was ever said.</summary>
    public async Task ForgetUnusedAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { State: TaskState.Draft, Prompt: NoPrompt })
        {
            await command.Client.CallAsync(
                "deleteUnitTask", JsonSerializer.SerializeToElement(new DeleteUnitTaskRequest { Id = id }, ProtocolJson.Default.DeleteUnitTaskRequest),
                cancellationToken);
        }
    }

    public static string TitleOf(string prompt)
    {
        var line = prompt.Trim().Split('\n', 2)[0].Trim();
        return line.Length > LongestTitle ? $"{line[..(LongestTitle - 1)].TrimEnd()}…" : line;
    }

    private Task<string> ProjectOfAsync(string folder, bool adds, CancellationToken cancellationToken) =>
        new ProjectChoice(command with { Surroundings = command.Surroundings with { CurrentFolder = folder } }).FindAsync(named: null, adds, cancellationToken);
}
