using System.Text.Json;

namespace Homeport.Rpc.Messages;

/// <summary>Brings answers of the peer to the calls that wait for them.</summary>
internal static class IncomingAnswers
{
    /// <summary>False when no call waits for it.</summary>
    public static bool TryComplete(this PendingCalls calls, RpcMessage answer)
    {
        if (answer.Id.Number is not { } id || !calls.TryFind(id, out var call) || !calls.Remove(call))
        {
            return false;
        }

        if (answer.Kind == RpcMessageKind.Result)
        {
            call.Succeed(answer.Payload);
        }
        else
        {
            call.Fail(new RpcException(ReadError(answer.Payload)));
        }

        return true;
    }

    /// <summary>Whether the answer belongs to a call made inside a notification handler.</summary>
    public static bool Overtakes(this PendingCalls calls, RpcMessage answer) =>
        answer.Id.Number is { } id && calls.TryFind(id, out var call) && call.OvertakesInbox;

    /// <summary>Agents are loose here: a missing code or message is replaced instead of failing.</summary>
    private static RpcError ReadError(ReadOnlyMemory<byte> json)
    {
        var error = JsonText.ToElement(json.Span);
        var code = RpcErrorCode.InternalError;
        if (error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value))
        {
            code = value;
        }

        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "The peer gave no reason.";
        return new RpcError(code, message, error.TryGetProperty("data", out var data) ? data.Clone() : null);
    }
}
