using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Homeport.Host.JsonRpc;
using Homeport.Host.Operations;
using Homeport.Host.Operations.Binding;
using Homeport.Host.Operations.OpenApi;
using Homeport.Host.Operations.Routing;
using Homeport.Host.Terminals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Http;

/// <summary>What happens to a request, in its order: the gate, who asks, and then the interface that its path names.</summary>
internal sealed partial class RequestPipeline(
    RequestGate gate, Authenticator authenticator, RouteTable routes, RestArguments restArguments, OperationCalls calls,
    RpcOverHttp rpc, WebSocketEndpoint webSockets, TerminalEndpoint terminals, OpenApiEndpoint openApi, WebClient webClient, ILogger<RequestPipeline> logger)
{
    [SuppressMessage("Design", "CA1031", Justification = "The barrier of the HTTP pipeline: what goes wrong is logged once and answered with an id.")]
    public async Task RunAsync(ConnectionScope scope)
    {
        var http = scope.Http;
        try
        {
            await DispatchAsync(scope, http.Request, http.Response);
        }
        catch (BadHttpRequestException exception)
        {
            Answer(http.Response, BadRequest(exception), exception.StatusCode);
        }
        catch (Exception exception) when (http.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The client is gone; nobody is left to tell.
        }
        catch (Exception exception)
        {
            var traceId = OperationCalls.NewTraceId();
            LogFailed(exception, http.Request.Method, http.Request.Path, traceId);
            Answer(http.Response, OperationCalls.Internal(traceId), null);
        }
    }

    private Task DispatchAsync(ConnectionScope scope, HttpRequest request, HttpResponse response)
    {
        SecurityHeaders.AddTo(response.Headers);
        var path = request.Path.Value ?? "/";
        var isPage = WebClient.Owns(path);
        var isTerminal = path.StartsWith(TerminalEndpoint.Prefix, StringComparison.Ordinal);
        var isWebSocket = isTerminal || path == WebSocketEndpoint.Path;
        if (!scope.IsOwnerSocket && gate.Refuse(request, isWebSocket, isPage, out var status) is { } refusal)
        {
            ProblemHttp.Write(response, refusal, status);
            return Task.CompletedTask;
        }

        return isPage ? webClient.ServeAsync(scope.Http, path)
            : isTerminal ? RunTerminalAsync(scope, path[TerminalEndpoint.Prefix.Length..])
            : isWebSocket ? RunWebSocketAsync(scope)
            : path switch
            {
                "/rpc" => RunRpcAsync(scope, request, response),
                "/openapi/v1.json" => RunOpenApiAsync(scope),
                _ => RunRestAsync(scope, path),
            };
    }

    private async Task RunRestAsync(ConnectionScope scope, string path)
    {
        var http = scope.Http;
        var match = routes.Match(http.Request.Method, path);
        if (match.Endpoint is not { } endpoint)
        {
            RefuseRoute(http, match, path);
            return;
        }

        var caller = Caller.Anonymous;
        if (endpoint.Operation.Permission != Permission.Public)
        {
            var identified = await authenticator.IdentifyAsync(scope, isWebSocket: false, http.RequestAborted);
            if (!identified.Succeeded(out var known, out var refusal))
            {
                ProblemHttp.Write(http.Response, refusal);
                return;
            }

            caller = known;
        }

        var hasBody = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var body = hasBody ? await ReadBodyAsync(http) : default;
        var problem = restArguments.Join(match, http.Request.QueryString.Value ?? "", body, out var arguments);
        if (problem is null)
        {
            scope.Sink.Begin(http);
            problem = await calls.RunAsync(endpoint.Operation, arguments, new CallContext(caller, Http: http), scope.Sink, http.RequestAborted);
        }

        if (problem is not null)
        {
            ProblemHttp.Write(http.Response, problem);
        }

        if (hasBody)
        {
            http.Request.BodyReader.AdvanceTo(body.End);
        }
    }

    private async Task RunRpcAsync(ConnectionScope scope, HttpRequest request, HttpResponse response)
    {
        if (!HttpMethods.IsPost(request.Method))
        {
            response.Headers.Allow = "POST";
            ProblemHttp.Write(response, new Problem(ProblemCode.UnknownOperation, "JSON-RPC is called by POST."), StatusCodes.Status405MethodNotAllowed);
            return;
        }

        var http = scope.Http;
        var caller = await authenticator.IdentifyAsync(scope, isWebSocket: false, http.RequestAborted);
        var body = await ReadBodyAsync(http);
        await rpc.RunAsync(http, caller, body, http.RequestAborted);
        request.BodyReader.AdvanceTo(body.End);
    }

    private async Task RunWebSocketAsync(ConnectionScope scope)
    {
        var identified = await authenticator.IdentifyAsync(scope, isWebSocket: true, scope.Http.RequestAborted);
        await webSockets.RunAsync(scope.Http, identified);
    }

    private async Task RunTerminalAsync(ConnectionScope scope, string terminalId)
    {
        var identified = await authenticator.IdentifyAsync(scope, isWebSocket: true, scope.Http.RequestAborted);
        await terminals.RunAsync(scope.Http, identified, terminalId);
    }

    private async Task RunOpenApiAsync(ConnectionScope scope)
    {
        var http = scope.Http;
        var identified = await authenticator.IdentifyAsync(scope, isWebSocket: false, http.RequestAborted);
        if (!identified.Succeeded(out var caller, out var problem) || !caller.Can(Permission.Read))
        {
            ProblemHttp.Write(http.Response, problem ?? new Problem(ProblemCode.Unauthorized, "Log in first to read the description of the interface."));
            return;
        }

        openApi.Serve(http);
    }

    private static void RefuseRoute(HttpContext http, RouteMatch match, string path)
    {
        if (match.Endpoints.Length == 0)
        {
            ProblemHttp.Write(http.Response, new Problem(
                ProblemCode.UnknownOperation, $"There is nothing at {http.Request.Method} {path}. /openapi/v1.json lists what there is."));
            return;
        }

        var allowed = string.Join(", ", match.Endpoints.Select(endpoint => endpoint.Route.Method).Order(StringComparer.Ordinal));
        http.Response.Headers.Allow = allowed;
        ProblemHttp.Write(
            http.Response, new Problem(ProblemCode.UnknownOperation, $"{path} does not take {http.Request.Method}. It takes {allowed}."),
            StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>The whole body. The reader must be advanced to its end once it is not needed any more.</summary>
    private static async ValueTask<ReadOnlySequence<byte>> ReadBodyAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(http.RequestAborted);
            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static Problem BadRequest(BadHttpRequestException exception) => exception.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new Problem(ProblemCode.TooLarge, $"The body is over {HostServer.MaxBodyBytes >> 20} MiB, the most a request may have.")
        : new Problem(ProblemCode.InvalidRequest, "The request is not correct HTTP.");

    private static void Answer(HttpResponse response, Problem problem, int? status)
    {
        if (response.HasStarted)
        {
            response.HttpContext.Abort(); // half an answer must not look like a whole one
            return;
        }

        response.Clear();
        SecurityHeaders.AddTo(response.Headers);
        ProblemHttp.Write(response, problem, status);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed ({TraceId})")]
    private partial void LogFailed(Exception exception, string method, PathString path, string traceId);
}
