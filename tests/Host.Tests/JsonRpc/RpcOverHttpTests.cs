using System.Net;
using System.Text.Json;

namespace Homeport.Host.Tests.JsonRpc;

public sealed class RpcOverHttpTests
{
    [Fact]
    public async Task A_call_is_answered_with_the_lists_own_noun()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.RpcAsync("""{"jsonrpc":"2.0","id":"a","method":"listWorkspaces"}""");

        Assert.Equal("a", answer.GetProperty("id").GetString());
        Assert.Equal("personal", answer.GetProperty("result").GetProperty("workspaces")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_batch_is_answered_in_its_order_without_its_notifications()
    {
        await using var host = await TestHost.StartAsync();

        var answers = await host.RpcAsync("""
            [{"jsonrpc":"2.0","id":1,"method":"getStatus"},{"jsonrpc":"2.0","method":"listWorkspaces"},
             {"jsonrpc":"2.0","id":2,"method":"nothing"},7]
            """);

        Assert.Equal([1, 2], answers.EnumerateArray().Where(answer => answer.GetProperty("id").ValueKind == JsonValueKind.Number)
            .Select(answer => answer.GetProperty("id").GetInt32()));
        Assert.Equal(-32601, answers[1].GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(-32600, answers[2].GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Notifications_alone_are_answered_with_no_content()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.PostAsync(
            "/rpc", TestHost.Json("""{"jsonrpc":"2.0","method":"createWorkspace","params":{"name":"told"}}"""), TestContext.Current.CancellationToken);
        var list = await host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"listWorkspaces","params":[]}""");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(2, list.GetProperty("result").GetProperty("workspaces").GetArrayLength());
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",", -32700)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"getStatus\"}", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exchangeLogin\",\"params\":{\"secret\":\"x\"}}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribeEvents\"}", -32601)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"createWorkspace\",\"params\":[1,2]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"getUnitTask\",\"params\":{\"id\":\"none\"}}", -32003)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"browseDirectory\"}", -32005)]
    public async Task What_is_wrong_has_its_number(string message, int code)
    {
        await using var host = await TestHost.StartAsync();

        Assert.Equal(code, (await host.RpcAsync(message)).GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task One_object_in_a_list_is_taken_as_the_parameters()
    {
        await using var host = await TestHost.StartAsync();

        var answer = await host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"createWorkspace","params":[{"name":"wrapped"}]}""");

        Assert.Equal("wrapped", answer.GetProperty("result").GetProperty("workspace").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Without_a_login_only_what_is_public_answers()
    {
        await using var host = await TestHost.StartAsync();

        var open = await host.RpcAsync("""{"jsonrpc":"2.0","id":1,"method":"getStatus"}""", host.Socket);
        using var closed = await PostAsync(host, "wrong");
        var answer = await TestHost.ReadAsync(closed);

        Assert.Equal("running", open.GetProperty("result").GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal(-32001, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("id").ValueKind);
    }

    [Fact]
    public async Task It_is_called_by_POST()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Owner.GetAsync("/rpc", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(TestHost host, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/rpc") { Content = TestHost.Json("""{"jsonrpc":"2.0","id":1,"method":"listWorkspaces"}""") };
        request.Headers.Authorization = new("Bearer", token);
        return host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
