using System.Text.Json;

namespace Homeport.Rpc;

/// <summary>The error object of a response.</summary>
/// <param name="Code">See <see cref="RpcErrorCode"/>.</param>
/// <param name="Message">What happened, why, and what to do next; nothing internal.</param>
/// <param name="Data">Anything a program branches on.</param>
public sealed record RpcError(int Code, string Message, JsonElement? Data = null);
