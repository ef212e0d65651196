using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>
/// Agents that cannot be run here: Amp wants an account, Aider cannot be installed. Small scripts stand in their place and do
/// what the documentation of the real ones says; what is tested is our side, with real processes.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class StandInAgentTests
{
    private const int Limit = 240_000;

    /// <summary>Takes the message from the file, edits, commits, and keeps a history for the next turn.</summary>
    private const string Aider = """
        #!/bin/sh
        [ "$1" = --version ] && { echo 'aider 0.86.1'; exit 0; }
        file= restored=no
        while [ $# -gt 0 ]; do
          case $1 in
            --message-file) file=$2; shift ;;
            --restore-chat-history) restored=yes ;;
          esac
          shift
        done
        message=$(cat "$file")
        echo 'Aider v0.86.1'
        echo "Restored: $restored. You said: $message"
        case $message in
          *wait*) sleep 60 ;;
          *break*) echo 'Traceback: it broke' >&2; exit 1 ;;
        esac
        echo "$message" >> notes.txt
        git add notes.txt && git -c user.name=a -c user.email=a@b commit --quiet -m 'feat: add a note'
        echo 'Tokens: 1.2k sent, 34 received. Cost: $0.01 message, $0.01 session.'
        echo 'Applied edit to notes.txt'
        echo "Commit $(git rev-parse --short HEAD) feat: add a note"
        """;

    /// <summary>Reads one message and says what Amp's manual shows.</summary>
    private const string Amp = """
        #!/bin/sh
        [ "$1" = --version ] && { echo '0.0.1790142911-g7618fb'; exit 0; }
        thread=T-1
        [ "$1 $2" = 'threads continue' ] && thread=$3
        read -r message
        cat > /dev/null
        printf '{"type":"system","subtype":"init","session_id":"%s","tools":[]}\n' "$thread"
        printf '{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"In %s with %s"}],"usage":{"input_tokens":5,"output_tokens":7}},"session_id":"%s"}\n' "$thread" "$#" "$thread"
        echo hello > amp.txt
        printf '{"type":"result","subtype":"success","is_error":false,"result":"ok","session_id":"%s"}\n' "$thread"
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task The_stand_in_for_Aider_edits_commits_and_goes_on_with_its_history()
    {
        using var programs = new TempFolder();
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await StartAsync(bench, programs, "aider", Aider);
        var task = await person.StartAsync(
            await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled), "aider", "accept_edits", "first\nof two lines", Cancelled);

        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        await person.SayAsync(task, "second", Cancelled);
        Assert.Equal("completed", OutcomeOf(await person.FindTurnEndAsync(task, 2, Cancelled)));

        var diff = await person.Operations.GetAsync($"/api/tasks/{task}/diff", Cancelled);
        var file = Assert.Single(diff["files"]!.AsArray())!;
        Assert.Equal(("notes.txt", 3), (file["path"]!.GetValue<string>(), file["added"]!.GetValue<int>()));
        Assert.Contains("Restored: yes. You said: second", person.TextOf(task), StringComparison.Ordinal);
        Assert.Contains(person.Events.All, entry => TitleOf(entry) == "Edit notes.txt");
        Assert.Contains(person.Events.All, entry => TitleOf(entry)?.EndsWith("feat: add a note", StringComparison.Ordinal) == true);
        Assert.Equal(2_400, (await person.GetAsync(task, Cancelled))["usage"]!["inputTokens"]!.GetValue<long>());
    }

    [Fact(Timeout = Limit)]
    public async Task The_stand_in_for_Aider_is_stopped_and_its_crash_is_told_with_its_last_words()
    {
        using var programs = new TempFolder();
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await StartAsync(bench, programs, "aider", Aider);
        var task = await person.StartAsync(
            await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled), "aider", "accept_edits", "wait", Cancelled);
        await person.Events.FindAsync("agent_message", Cancelled);

        await person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = task }, Cancelled);
        Assert.Equal("interrupted", OutcomeOf(await person.FindTurnEndAsync(task, 1, Cancelled)));

        await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "break" }, Cancelled);
        var failed = await person.Events.FindTaskAsync(task, Cancelled, "failed");
        Assert.Equal("agent_crashed", failed["failure"]!["code"]!.GetValue<string>());
        Assert.Contains("Traceback: it broke", failed["failure"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task The_stand_in_for_Amp_goes_on_in_its_thread_with_a_process_for_each_turn()
    {
        using var programs = new TempFolder();
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await StartAsync(bench, programs, "amp", Amp);
        var task = await person.StartAsync(
            await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled), "amp", "accept_edits", "hello", Cancelled);

        await person.Events.FindTaskAsync(task, Cancelled, "in_review");
        await person.SayAsync(task, "again", Cancelled);
        Assert.Equal("completed", OutcomeOf(await person.FindTurnEndAsync(task, 2, Cancelled)));

        Assert.Contains("In T-1 with 3\nIn T-1 with 6", person.TextOf(task), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_agent_that_never_asks_is_refused_a_mode_that_asks()
    {
        using var programs = new TempFolder();
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await StartAsync(bench, programs, "aider", Aider);
        var project = await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        await person.Operations.CallAsync("probeAgents", [], Cancelled);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => person.StartAsync(project, "aider", "ask", "hello", Cancelled));

        Assert.Contains("Aider cannot be held to this mode", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<Person> StartAsync(Workbench bench, TempFolder programs, string name, string script)
    {
        var path = programs.At(name);
        await File.WriteAllTextAsync(path, script.ReplaceLineEndings("\n") + "\n", Cancelled);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var environment = bench.Home.Variables.ToDictionary();
        environment["PATH"] = $"{programs.Path}:{environment["PATH"]}";
        return await Person.ConnectAsync(await bench.StartAsync(environment, Cancelled), Cancelled);
    }

    private static string OutcomeOf(JsonObject turnEnded) => turnEnded["payload"]!["outcome"]!.GetValue<string>();

    private static string? TitleOf(JsonObject entry) =>
        entry["kind"]!.GetValue<string>() == "tool_call" ? entry["payload"]!["title"]?.GetValue<string>() : null;
}
