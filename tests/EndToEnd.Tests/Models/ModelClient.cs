using System.Text;
using System.Text.Json.Nodes;
using Homeport.Testing.Models;

namespace Homeport.EndToEnd.Tests.Models;

/// <summary>A fake model server and the plainest client for it.</summary>
internal sealed class ModelClient : IAsyncDisposable
{
    private readonly HttpClient _http;

    private ModelClient(FakeModelServer server)
    {
        Server = server;
        _http = new HttpClient { BaseAddress = server.Address };
    }

    public FakeModelServer Server { get; }

    public static async Task<ModelClient> StartAsync(CancellationToken cancellationToken) =>
        new(await FakeModelServer.StartAsync(new FakeModelOptions(), cancellationToken));

    public async Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<JsonObject> AskAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, json, cancellationToken);
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
    }

    /// <summary>The data of a stream's events, in order, without <c>[DONE]</c>.</summary>
    public async Task<IReadOnlyList<JsonObject>> StreamAsync(string path, string json, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, json, cancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return
        [
            .. text.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => (JsonObject)JsonNode.Parse(line["data: ".Length..])!),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
