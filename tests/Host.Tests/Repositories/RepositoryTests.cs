using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Tests.JsonRpc;
using Homeport.Host.Tests.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Rpc;

namespace Homeport.Host.Tests.Repositories;

/// <summary>Repositories and projects through the operations, over a worker that says what a test wants. Over both stores.</summary>
public abstract class RepositoryTests : IAsyncLifetime
{
    private TestHost _host = null!;
    private ScriptedWorker _worker = null!;

    /// <summary>Where this host keeps its rows.</summary>
    protected abstract Task<string?> StoreConnectionAsync();

    public async ValueTask InitializeAsync()
    {
        var store = await StoreConnectionAsync();
        _host = await TestHost.StartAsync(options => options with { StoreConnection = store });
        _worker = await ScriptedWorker.ConnectAsync(_host.Running);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_added_folder_becomes_a_repository_and_a_project_and_is_told_to_subscribers()
    {
        using var socket = await TestSocket.OwnerAsync(_host);
        await socket.CallAsync("subscribeEvents", "{}");

        var added = await CallAsync("addRepository", """{"path":"/code/näme with space"}""");

        Assert.Equal("näme with space", added.GetProperty("repository").GetProperty("name").GetString());
        Assert.Equal("main", added.GetProperty("repository").GetProperty("defaultBranch").GetString());
        var project = added.GetProperty("repositoryGroup");
        Assert.Equal(added.GetProperty("repository").GetProperty("id").GetString(), project.GetProperty("repositoryIds")[0].GetString());
        Assert.Equal(1, project.GetProperty("color").GetInt32());
        var events = (await socket.NextAsync()).GetProperty("params").GetProperty("events");
        Assert.Equal(
            ["repository_changed", "repository_group_changed"], events.EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Equal(project.GetProperty("id").GetString(), events[1].GetProperty("payload").GetProperty("repositoryGroup").GetProperty("id").GetString());
        Assert.Single((await CallAsync("listRepositories", "{}")).GetProperty("repositories").EnumerateArray());
        Assert.Single((await CallAsync("listRepositoryGroups", "{}")).GetProperty("repositoryGroups").EnumerateArray());
    }

    [Fact]
    public async Task The_same_folder_is_not_added_twice()
    {
        var first = await CallAsync("addRepository", """{"path":"/code/a"}""");

        var error = await RefusedAsync("addRepository", """{"path":"/code/a"}""", "conflict");

        Assert.Equal(
            first.GetProperty("repository").GetProperty("id").GetString(), error.GetProperty("facts").GetProperty("repositoryId")[0].GetString());
    }

    [Fact]
    public async Task A_URL_is_cloned_by_the_worker_and_only_once()
    {
        _worker.Answers[WorkerMethods.CloneRepository] = request => RpcReply.From(
            new CloneRepositoryResponse { Path = $"/clones/{request.GetProperty("name").GetString()}" }, ProtocolJson.Default.CloneRepositoryResponse);

        var added = await CallAsync("addRepository", """{"remoteUrl":"git@github.com:ada/app.git"}""");
        await RefusedAsync("addRepository", """{"remoteUrl":"git@github.com:ada/app.git"}""", "conflict");

        Assert.Equal("/clones/app", added.GetProperty("repository").GetProperty("path").GetString());
        Assert.Equal("git@github.com:ada/app.git", added.GetProperty("repository").GetProperty("remoteUrl").GetString());
        Assert.Single(_worker.Calls, call => call.Method == WorkerMethods.CloneRepository);
    }

    [Theory]
    [InlineData("{}", "path")]
    [InlineData("""{"path":"/a","remoteUrl":"https://example.com/a.git"}""", "path")]
    [InlineData("""{"path":"relative/path"}""", "path")]
    [InlineData("""{"remoteUrl":"--upload-pack=touch /tmp/x"}""", "remoteUrl")]
    [InlineData("""{"remoteUrl":"ext::sh -c touch% /tmp/x"}""", "remoteUrl")]
    [InlineData("""{"remoteUrl":"http://example.com/a.git"}""", "remoteUrl")]
    [InlineData("""{"remoteUrl":"-oProxyCommand=x@host:path"}""", "remoteUrl")]
    [InlineData("""{"path":"/a","defaultBranch":"-x"}""", "defaultBranch")]
    [InlineData("""{"path":"/a","defaultBranch":"a..b"}""", "defaultBranch")]
    public async Task A_wrong_request_never_reaches_the_worker(string parameters, string field)
    {
        var error = await RefusedAsync("addRepository", parameters, "invalid_request");

        Assert.Contains(error.GetProperty("errors").EnumerateArray(), one => one.GetProperty("path").GetString() == field);
        Assert.DoesNotContain(_worker.Calls, call => call.Method is WorkerMethods.InspectRepository or WorkerMethods.CloneRepository);
    }

    [Fact]
    public async Task Repositories_that_cannot_be_used_say_why()
    {
        Inspect(new InspectRepositoryResponse { TopLevel = "/code/x", IsBare = true, IsDirty = false });
        Assert.Contains("bare", Detail(await RefusedAsync("addRepository", """{"path":"/code/x"}""", "repository_invalid")), StringComparison.Ordinal);

        Inspect(new InspectRepositoryResponse { TopLevel = "/code/x", IsBare = false, IsDirty = false, HeadBranch = "main" });
        Assert.Contains("no commit", Detail(await RefusedAsync("addRepository", """{"path":"/code/x"}""", "repository_invalid")), StringComparison.Ordinal);

        Inspect(new InspectRepositoryResponse { TopLevel = "/code/x", IsBare = false, IsDirty = false, HeadCommit = new string('a', 40) });
        Assert.Contains("default", Detail(await RefusedAsync("addRepository", """{"path":"/code/x"}""", "repository_invalid")), StringComparison.Ordinal);

        var named = await CallAsync("addRepository", """{"path":"/code/x","defaultBranch":"trunk"}""");
        Assert.Equal("trunk", named.GetProperty("repository").GetProperty("defaultBranch").GetString());
    }

    [Fact]
    public async Task What_the_worker_refuses_comes_with_its_own_words()
    {
        _worker.Answers[WorkerMethods.InspectRepository] = _ => RpcReply.Failed(new RpcError(
            RpcErrorCode.Forbidden, "no", JsonSerializer.SerializeToElement(
                new ErrorData { Code = ErrorCodes.PathNotAllowed, Detail = "/etc lies outside." }, ProtocolJson.Default.ErrorData)));

        Assert.Equal("/etc lies outside.", Detail(await RefusedAsync("addRepository", """{"path":"/etc"}""", "path_not_allowed")));
    }

    [Fact]
    public async Task A_project_is_changed_only_at_the_version_that_was_read()
    {
        var project = (await CallAsync("addRepository", """{"path":"/code/a"}""")).GetProperty("repositoryGroup");
        var id = project.GetProperty("id").GetString();

        var changed = await CallAsync(
            "updateRepositoryGroup", $$"""{"id":"{{id}}","version":1,"name":"Shop","color":7,"defaults":{"agentType":"demo","permissionMode":"accept_edits"} }""");
        var stale = await RefusedAsync("updateRepositoryGroup", $$"""{"id":"{{id}}","version":1,"name":"Late"}""", "conflict");
        var read = (await CallAsync("getRepositoryGroup", $$"""{"id":"{{id}}"}""")).GetProperty("repositoryGroup");

        Assert.Equal(2, changed.GetProperty("repositoryGroup").GetProperty("version").GetInt64());
        Assert.Equal("2", stale.GetProperty("facts").GetProperty("version")[0].GetString());
        Assert.Equal(("Shop", 7), (read.GetProperty("name").GetString(), read.GetProperty("color").GetInt32()));
        Assert.Equal("accept_edits", read.GetProperty("defaults").GetProperty("permissionMode").GetString());
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"color":9}""", "color")]
    [InlineData("""{"defaults":{"baseBranch":"-x"}}""", "defaults/baseBranch")]
    [InlineData("""{"defaults":{"branchTemplate":"a..${slug}-${shortId}"}}""", "defaults/branchTemplate")]
    [InlineData("""{"defaults":{"branchTemplate":"same-for-all"}}""", "defaults/branchTemplate")]
    public async Task A_wrong_project_is_not_stored(string change, string field)
    {
        var project = (await CallAsync("addRepository", """{"path":"/code/a"}""")).GetProperty("repositoryGroup");

        var error = await RefusedAsync(
            "updateRepositoryGroup", $$"""{"id":"{{project.GetProperty("id").GetString()}}",{{change[1..]}}""", "invalid_request");

        Assert.Equal(field, error.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Projects_stand_in_the_order_they_were_put_into()
    {
        var ids = new List<string>();
        foreach (var name in (string[])["a", "b", "c"])
        {
            ids.Add((await CallAsync("addRepository", $$"""{"path":"/code/{{name}}"}""")).GetProperty("repositoryGroup").GetProperty("id").GetString()!);
        }

        var order = $$"""{"ids":["{{ids[2]}}","{{ids[0]}}","{{ids[1]}}"]}""";
        await CallAsync("reorderRepositoryGroups", order);
        await RefusedAsync("reorderRepositoryGroups", $$"""{"ids":["{{ids[2]}}","{{ids[0]}}"]}""", "invalid_request");
        await RefusedAsync("reorderRepositoryGroups", $$"""{"ids":["{{ids[2]}}","{{ids[0]}}","{{ids[0]}}"]}""", "invalid_request");

        var listed = (await CallAsync("listRepositoryGroups", "{}")).GetProperty("repositoryGroups");
        Assert.Equal([ids[2], ids[0], ids[1]], listed.EnumerateArray().Select(project => project.GetProperty("id").GetString()!));
        Assert.Equal([3, 1, 2], listed.EnumerateArray().Select(project => project.GetProperty("color").GetInt32()));
    }

    [Fact]
    public async Task A_project_of_several_repositories_keeps_their_order()
    {
        var first = (await CallAsync("addRepository", """{"path":"/code/a"}""")).GetProperty("repository").GetProperty("id").GetString();
        var second = (await CallAsync("addRepository", """{"path":"/code/b"}""")).GetProperty("repository").GetProperty("id").GetString();

        var project = await CallAsync("createRepositoryGroup", $$"""{"name":"Both","repositoryIds":["{{second}}","{{first}}"]}""");
        var wrong = await RefusedAsync("createRepositoryGroup", $$"""{"name":"Wrong","repositoryIds":["{{first}}","{{first}}","none"]}""", "invalid_request");

        Assert.Equal([second, first], project.GetProperty("repositoryGroup").GetProperty("repositoryIds").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(
            ["repositoryIds/1", "repositoryIds/2"], wrong.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_repository_is_forgotten_after_its_projects_and_can_be_added_again()
    {
        var added = await CallAsync("addRepository", """{"path":"/code/a"}""");
        var repository = added.GetProperty("repository").GetProperty("id").GetString();
        var project = added.GetProperty("repositoryGroup").GetProperty("id").GetString();

        await RefusedAsync("removeRepository", $$"""{"id":"{{repository}}"}""", "conflict");
        await CallAsync("deleteRepositoryGroup", $$"""{"id":"{{project}}"}""");
        await CallAsync("removeRepository", $$"""{"id":"{{repository}}"}""");

        await RefusedAsync("getRepository", $$"""{"id":"{{repository}}"}""", "not_found");
        await RefusedAsync("getRepositoryGroup", $$"""{"id":"{{project}}"}""", "not_found");
        await RefusedAsync("removeRepository", $$"""{"id":"{{repository}}"}""", "not_found");
        await CallAsync("addRepository", """{"path":"/code/a"}""");
    }

    [Fact]
    public async Task A_project_with_tasks_is_not_deleted()
    {
        var project = (await CallAsync("addRepository", """{"path":"/code/a"}""")).GetProperty("repositoryGroup").GetProperty("id").GetString();
        await CallAsync("createUnitTask", $$"""{"repositoryGroupId":"{{project}}","prompt":"Do it","agentType":"demo"}""");

        await RefusedAsync("deleteRepositoryGroup", $$"""{"id":"{{project}}"}""", "conflict");
    }

    [Fact]
    public async Task Without_a_worker_adding_says_so()
    {
        await using var alone = await TestHost.StartAsync();

        var answer = await alone.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"addRepository","params":{"path":"/code/a"}}""");

        Assert.Equal(-32005, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(ProblemCode.Unavailable.ToString().ToLowerInvariant(), answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
    }

    private void Inspect(InspectRepositoryResponse found) =>
        _worker.Answers[WorkerMethods.InspectRepository] = _ => RpcReply.From(found, ProtocolJson.Default.InspectRepositoryResponse);

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        var answer = await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        return result;
    }

    private async Task<JsonElement> RefusedAsync(string method, string parameters, string code)
    {
        var answer = await _host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(answer.TryGetProperty("error", out var error), answer.GetRawText());
        Assert.Equal(code, error.GetProperty("data").GetProperty("code").GetString());
        return error.GetProperty("data");
    }

    private static string Detail(JsonElement error) => error.GetProperty("detail").GetString()!;
}

public sealed class SqliteRepositoryTests : RepositoryTests
{
    protected override Task<string?> StoreConnectionAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresRepositoryTests(PostgresFixture postgres) : RepositoryTests
{
    protected override async Task<string?> StoreConnectionAsync() =>
        await (await postgres.StartAsync()).CreateSchemaAsync(TestContext.Current.CancellationToken);
}
