using System.Text.Json;
using Homeport.Domain;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Rpc;

namespace Homeport.Host.JsonRpc;

/// <summary>Problems as JSON-RPC errors.</summary>
internal static class ProblemRpc
{
    public static int RpcCode(this ProblemCode code) => code switch
    {
        ProblemCode.InvalidRequest => RpcErrorCode.InvalidParams,
        ProblemCode.BranchInvalid => RpcErrorCode.InvalidParams,
        ProblemCode.RepositoryInvalid => RpcErrorCode.InvalidParams,
        ProblemCode.TooLarge => RpcErrorCode.InvalidParams,
        ProblemCode.UnknownOperation => RpcErrorCode.MethodNotFound,
        ProblemCode.Unauthorized => RpcErrorCode.Unauthorized,
        ProblemCode.Forbidden => RpcErrorCode.Forbidden,
        ProblemCode.PathNotAllowed => RpcErrorCode.Forbidden,
        ProblemCode.NotFound => RpcErrorCode.NotFound,
        ProblemCode.Conflict => RpcErrorCode.Conflict,
        ProblemCode.InvalidTransition => RpcErrorCode.Conflict,
        ProblemCode.MergeConflict => RpcErrorCode.Conflict,
        ProblemCode.AgentUnavailable => RpcErrorCode.Conflict,
        ProblemCode.LeaseLost => RpcErrorCode.Conflict,
        ProblemCode.Unavailable => RpcErrorCode.Unavailable,
        ProblemCode.Timeout => RpcErrorCode.Timeout,
        ProblemCode.RateLimited => RpcErrorCode.RateLimited,
        ProblemCode.Internal => RpcErrorCode.InternalError,
    };

    public static RpcError ToRpcError(this Problem problem)
    {
        var data = new ErrorData
        {
            Code = problem.Code.Word(),
            Detail = problem.Message,
            Errors = problem.Errors.Count > 0 ? [.. problem.Errors.Select(error => new FieldErrorView(error.Path, error.Message))] : null,
            Facts = problem.Facts.Count > 0 ? problem.Facts : null,
        };
        return new RpcError(
            problem.Code.RpcCode(), problem.Code.Title(), JsonSerializer.SerializeToElement(data, ProtocolJson.Default.ErrorData));
    }
}
