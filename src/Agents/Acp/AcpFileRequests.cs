using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>
/// <c>fs/*</c>, served where the worker gives us files, also to an agent that we do not offer it: opencode 1.18 writes through its
/// client whatever that says.
/// </summary>
internal static class AcpFileRequests
{
    public const int ResourceNotFound = -32002;

    public static async Task<RpcReply> AnswerAsync(
        string method, JsonElement parameters, IAgentFiles? files, CancellationToken cancellationToken)
    {
        if (files is null)
        {
            return RpcReply.MethodNotFound(method);
        }

        if (parameters.Text("path") is not { } path)
        {
            return RpcReply.Failed(RpcErrorCode.InvalidParams, "The path is missing.");
        }

        try
        {
            if (method == "fs/read_text_file")
            {
                var text = await files.ReadTextAsync(path, Number(parameters, "line"), Number(parameters, "limit"), cancellationToken);
                return RpcReply.FromJson(JsonWriting.Line(new JsonObject { ["content"] = text }));
            }

            await files.WriteTextAsync(path, parameters.Text("content") ?? "", cancellationToken);
            return RpcReply.FromJson("{}"u8.ToArray());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return RpcReply.Failed(ResourceNotFound, $"Resource not found: {path} (ENOENT: No such file or directory)");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RpcReply.Failed(RpcErrorCode.InvalidParams, $"{path} cannot be used: {exception.Message}");
        }
    }

    private static int? Number(JsonElement parameters, string name) =>
        parameters.Whole(name) is { } number and >= 0 and < int.MaxValue ? (int)number : null;
}
