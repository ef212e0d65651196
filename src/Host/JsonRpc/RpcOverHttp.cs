using System.Buffers;
using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Http;
using Homeport.Host.Operations;
using Homeport.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.JsonRpc;

/// <summary><c>POST /rpc</c>: one message or a batch, answered in one response.</summary>
internal sealed partial class RpcOverHttp(OperationCatalogue operations, OperationCalls calls, ILogger<RpcOverHttp> logger)
{
    /// <param name="caller">Who asks, or why nobody may.</param>
    public async Task RunAsync(HttpContext http, Result<Caller> caller, ReadOnlySequence<byte> body, CancellationToken cancellationToken)
    {
        if (!caller.Succeeded(out var known, out var problem))
        {
            Write(http.Response, Refuse(problem), problem.Code == ProblemCode.RateLimited ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized);
            return;
        }

        var batch = RpcBatch.Parse(body.ToArray());
        var handler = new OperationRpcHandler(operations, calls, known, session: null);
        var answer = await batch.AnswerAsync(handler, (request, exception) => LogFailed(exception, request.Method), cancellationToken);
        if (answer is null)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        Write(http.Response, answer, StatusCodes.Status200OK);
    }

    private static byte[] Refuse(Problem problem)
    {
        var none = RpcBatch.Parse("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"\"}"u8.ToArray());
        return none.Write([RpcReply.Failed(problem.ToRpcError())])!;
    }

    private static void Write(HttpResponse response, byte[] json, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.WriteAll(json);
    }

    [LoggerMessage(LogLevel.Error, "{Method} failed outside of its operation")]
    private partial void LogFailed(Exception exception, string method);
}
