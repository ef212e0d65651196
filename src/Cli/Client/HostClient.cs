using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Homeport.Protocol;

namespace Homeport.Cli.Client;

/// <summary>Calls operations of the running host over its owner socket, with the owner's rights.</summary>
internal sealed class HostClient : IDisposable
{
    /// <summary>A merge of a very large repository takes minutes; every operation bounds itself more tightly.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromMinutes(6);
    private static readonly Uri Rpc = new("http://localhost/rpc");

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;
    private int _lastId;

    public HostClient(string root, TimeProvider time)
    {
        (_root, _time) = (root, time);
        _handler = new SocketsHttpHandler { ConnectCallback = OpenAsync, UseProxy = false, AllowAutoRedirect = false };
        _http = new HttpClient(_handler) { Timeout = CallLimit };
    }

    public string Root => _root;

    /// <summary>For what is no call, such as the event stream.</summary>
    public SocketsHttpHandler Handler => _handler;

    /// <summary>Calls an operation that gives one thing.</summary>
    /// <exception cref="CommandException">It was refused, or nobody answers.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(string operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : notnull
        where TResponse : notnull
    {
        var result = await CallAsync(operation, JsonSerializer.SerializeToElement(request, TypeOf<TRequest>()), cancellationToken);
        return Read(operation, result, TypeOf<TResponse>());
    }

    /// <summary>Calls an operation that gives a list, which JSON-RPC shows under its own noun.</summary>
    public async Task<IReadOnlyList<TItem>> ListAsync<TRequest, TItem>(
        string operation, TRequest request, string noun, CancellationToken cancellationToken)
        where TRequest : notnull
        where TItem : notnull
    {
        var result = await CallAsync(operation, JsonSerializer.SerializeToElement(request, TypeOf<TRequest>()), cancellationToken);
        var type = TypeOf<TItem>();
        return [.. result.GetProperty(noun).EnumerateArray().Select(item => Read(operation, item, type))];
    }

    /// <summary>Calls any operation with JSON.</summary>
    public async Task<JsonElement> CallAsync(string operation, JsonElement? parameters, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++_lastId, ["method"] = operation };
        if (parameters is { } given)
        {
            request["params"] = JsonNode.Parse(given.GetRawText());
        }

        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await SendAsync(operation, content, cancellationToken);
        return answer.TryGetProperty("error", out var error) ? throw Refused(error)
            : answer.TryGetProperty("result", out var result) ? result
            : throw new CommandException(ExitCodes.Failed, ErrorCodes.Internal, $"The host's answer to {operation} is neither a result nor an error: {answer}");
    }

    /// <summary>Reads a page such as the OpenAPI document.</summary>
    public async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("http://localhost" + path), cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? text
                : throw new CommandException(ExitCodes.Failed, ErrorCodes.Internal, $"The host answers {(int)response.StatusCode} to {path}: {text}");
        }
        catch (Exception exception) when (Explain(exception, path, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    /// <summary>What to say when there is no host.</summary>
    public static CommandException NotRunning(string root) => new(
        ExitCodes.NotRunning, "not_running",
        $"Homeport does not run on {root}. Start it with 'homeport' (opens the browser) or 'homeport serve', or name another data folder with --root.");

    internal static CommandException Refused(JsonElement error)
    {
        var data = error.TryGetProperty("data", out var member) && member.ValueKind == JsonValueKind.Object
            ? member.Deserialize(ProtocolJson.Default.ErrorData)
            : null;
        var message = error.TryGetProperty("message", out var text) ? text.GetString() : null;
        var problem = data is null
            ? new ErrorData { Code = ErrorCodes.Internal, Detail = message }
            : data with { Detail = data.Detail ?? message };
        return new CommandException(ExitCodes.Of(problem.Code), problem);
    }

    internal static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ProtocolJson.Default.GetTypeInfo(typeof(T))!;

    private async Task<JsonElement> SendAsync(string operation, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsync(Rpc, content, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new CommandException(ExitCodes.Failed, ErrorCodes.Internal, $"The host's answer to {operation} is no JSON: {broken.Message}");
        }
        catch (Exception exception) when (Explain(exception, operation, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private static CommandException? Explain(Exception exception, string what, CancellationToken cancellationToken) => exception switch
    {
        HttpRequestException { InnerException: CommandException inner } => inner,
        HttpRequestException or IOException => new CommandException(
            ExitCodes.Failed, ErrorCodes.Unavailable, $"The host went away before it answered {what}. Look with 'homeport status' whether it runs."),
        TaskCanceledException when !cancellationToken.IsCancellationRequested => new CommandException(
            ExitCodes.TimedOut, ErrorCodes.Timeout, $"The host did not answer {what} within {CallLimit.TotalMinutes:0} minutes."),
        _ => null,
    };

    private static T Read<T>(string operation, JsonElement json, JsonTypeInfo<T> type)
        where T : notnull
    {
        try
        {
            return json.Deserialize(type) ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            throw new CommandException(
                ExitCodes.Failed, ErrorCodes.Internal,
                $"The host's answer to {operation} is not what this version expects ({broken.Message}). Do both have the same version? See 'homeport status'.");
        }
    }

    private async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        await HostPresence.ConnectAsync(_root, _time, cancellationToken) is { } socket
            ? new NetworkStream(socket, ownsSocket: true)
            : throw NotRunning(_root);
}
