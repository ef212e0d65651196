using System.Text;
using System.Text.Json.Nodes;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>What a script does: operations by name over JSON-RPC, pages by path over REST.</summary>
internal sealed class OperationClient(HttpClient http)
{
    private int _lastId;

    /// <summary>The result of <c>POST /rpc</c>. Fails the test when the answer is an error.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(operation, request, cancellationToken);
        Assert.True(answer["error"] is null, $"{operation} was refused: {answer["error"]?.ToJsonString()}");
        return (JsonObject)answer["result"]!;
    }

    /// <summary>The error of <c>POST /rpc</c>. Fails the test when the answer is a result.</summary>
    public async Task<JsonObject> RefusedAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(operation, request, cancellationToken);
        Assert.True(answer["error"] is JsonObject, $"{operation} was accepted: {answer["result"]?.ToJsonString()}");
        return (JsonObject)answer["error"]!;
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync(response, path, cancellationToken);
    }

    public async Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = Content(body);
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        return await ReadAsync(response, path, cancellationToken);
    }

    /// <summary>The answer to <c>POST /rpc</c>, whether <c>result</c> or <c>error</c>.</summary>
    public async Task<JsonObject> AskAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var content = Content(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = operation, ["params"] = request });
        using var response = await http.PostAsync(new Uri("/rpc", UriKind.Relative), content, cancellationToken);
        var answer = await ReadAsync(response, $"/rpc ({operation})", cancellationToken);
        Assert.Equal(id, answer["id"]!.GetValue<int>());
        return answer;
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{what} answered {(int)response.StatusCode}: {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private static StringContent Content(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
