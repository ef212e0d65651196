using System.Net;
using System.Text.Json;

namespace Homeport.Host.Tests.Operations;

public sealed class RequestBindingTests
{
    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_told_at_once_with_its_place()
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Post, "/api/projects", """
            {"repositoryIds":["a",7,null],"color":"red","defaults":{"permissionMode":"always","agentCommand":"claude"},"whatever":true}
            """);

        Assert.Equal("invalid_request", problem.GetProperty("code").GetString());
        Assert.Equal(
            ["color", "defaults/agentCommand", "defaults/permissionMode", "name", "repositoryIds/1", "repositoryIds/2"],
            Errors(problem).Keys.Order(StringComparer.Ordinal));
        Assert.Contains("plan, ask, accept_edits, bypass", Errors(problem)["defaults/permissionMode"], StringComparison.Ordinal);
        Assert.Contains("missing", Errors(problem)["name"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_errors_come_over_JSON_RPC()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"createRepositoryGroup","params":{"repositoryIds":3}}""");

        var error = answer.GetProperty("error");
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Equal("invalid_request", error.GetProperty("data").GetProperty("code").GetString());
        Assert.Equal(["name", "repositoryIds"], Errors(error.GetProperty("data")).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{\"name\":", "line 1")]
    [InlineData("{\"name\":\"x\",\n \"repositoryIds\":[1,]}", "line 2")]
    [InlineData("not json", "line 1")]
    [InlineData("{\"name\":\"x\"} trailing", "line 1")]
    public async Task Malformed_JSON_is_told_where_it_breaks_off(string body, string place)
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Post, "/api/projects", body);

        Assert.Contains(place, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Post, "/api/workspaces", body);

        Assert.Contains("an object", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1.5", "limit")]
    [InlineData("limit=99999999999", "limit")]
    [InlineData("archived=maybe", "archived")]
    public async Task A_query_value_of_the_wrong_type_is_named(string query, string name)
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Get, $"/api/tasks?{query}", null);

        Assert.Equal([name], Errors(problem).Keys);
    }

    [Fact]
    public async Task Query_values_are_read_as_the_types_of_their_properties()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync(
            "/api/tasks?limit=5&archived=true&status=running%2Cwaiting&query=a%20b&unknown=x", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_path_wins_over_the_body()
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Patch, "/api/projects/from-path", """{"id":"from-body"}""", HttpStatusCode.NotFound);

        Assert.Contains("from-path", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        await using var host = await TestHost.StartAsync();

        var problem = await RefusedAsync(host, HttpMethod.Post, "/api/workspaces", """{"name":"\ud800"}""");

        Assert.Equal(["name"], Errors(problem).Keys);
    }

    [Fact]
    public async Task Nesting_deeper_than_64_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        var deep = $$"""{"name":{{new string('[', 100)}}{{new string(']', 100)}}}""";

        await RefusedAsync(host, HttpMethod.Post, "/api/workspaces", deep);
        var answer = await host.RpcAsync($$"""{"jsonrpc":"2.0","id":1,"method":"createWorkspace","params":{{deep}}}""");

        Assert.True(answer.TryGetProperty("error", out _));
    }

    private static async Task<JsonElement> RefusedAsync(
        TestHost host, HttpMethod method, string path, string? body, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : TestHost.Json(body);
        using var response = await host.Owner.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await TestHost.ReadAsync(response);
    }

    private static Dictionary<string, string> Errors(JsonElement problem) => problem.GetProperty("errors").EnumerateArray()
        .ToDictionary(error => error.GetProperty("path").GetString()!, error => error.GetProperty("message").GetString()!);
}
