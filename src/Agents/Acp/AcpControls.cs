using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;
using Homeport.Rpc;

namespace Homeport.Agents.Acp;

/// <summary>Changes of a session's mode, model and options; each result is published.</summary>
internal sealed class AcpControls(
    AcpDialect dialect, RpcConnection connection, AcpSession session, SerialSink sink, AcpSettings settings, AcpApprovals approvals)
{
    /// <summary>
    /// Brings the agent into a mode. Where it has none for it, or refuses it (Gemini does in a folder that it was not told to
    /// trust), it stays in its own asking mode and we answer in the sense of ours what it asks.
    /// </summary>
    public async Task SetModeAsync(PermissionMode mode, CancellationToken cancellationToken)
    {
        approvals.AnswersInMode = PermissionMode.Ask; // until it is clear who holds the new mode, nothing is waved through
        var calls = settings.CallsForMode(mode);
        var refusal = calls is null ? $"{dialect.Name} has no mode for it" : await TryCallsAsync(calls, cancellationToken);
        if (calls is null)
        {
            await TryCallsAsync(settings.CallsForMode(PermissionMode.Ask) ?? [], cancellationToken);
        }

        var isHeld = refusal is null && settings.Holds(mode);
        if (!isHeld && mode is PermissionMode.AcceptEdits or PermissionMode.Bypass)
        {
            approvals.AnswersInMode = mode;
        }
        else if (refusal is not null && !(calls is null && mode == PermissionMode.Ask))
        {
            await sink.NoticeAsync(
                "mode_unchanged", $"{dialect.Name} stays in its mode ({refusal}); it asks before each change.", cancellationToken);
            return;
        }

        await sink.ConfigAsync(settings.Describe() with { PermissionMode = mode }, cancellationToken);
    }

    public async Task SetModelAsync(string model, CancellationToken cancellationToken)
    {
        if (settings.CallForModel(model) is not { } call)
        {
            if (dialect.ModelOption is null)
            {
                await sink.NoticeAsync("model_unchanged", $"{dialect.Name} lets nobody choose its model here.", cancellationToken);
            }
        }
        else if (await TryCallAsync(call.Method, call.Parameters, cancellationToken) is { } refusal)
        {
            await sink.NoticeAsync("model_unchanged", $"{dialect.Name} keeps its model: {refusal}.", cancellationToken);
        }
        else
        {
            settings.ModelIs(model);
            await sink.ConfigAsync(settings.Describe() with { Model = model }, cancellationToken);
        }
    }

    /// <summary>Sets an option that the session offers, mode and model among them.</summary>
    public async Task SetOptionAsync(string id, string value, CancellationToken cancellationToken)
    {
        if (settings.CallForOption(id, value) is not { } call)
        {
            await sink.NoticeAsync("option_unchanged", $"{dialect.Name} offers no option '{id}' with the value '{value}'.", cancellationToken);
        }
        else if (await TryCallAsync(call.Method, call.Parameters, cancellationToken) is { } refusal)
        {
            await sink.NoticeAsync("option_unchanged", $"{dialect.Name} keeps its option '{id}': {refusal}.", cancellationToken);
        }
        else
        {
            settings.OptionIs(id, value);
            await sink.ConfigAsync(settings.Describe(), cancellationToken);
        }
    }

    /// <summary>Why the agent refused one of them; null when it took all.</summary>
    private async Task<string?> TryCallsAsync(
        IReadOnlyList<(string Method, JsonObject Parameters)> calls, CancellationToken cancellationToken)
    {
        foreach (var (method, parameters) in calls)
        {
            var mode = parameters["modeId"]?.GetValue<string>();
            if (await TryCallAsync(method, parameters, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (mode is not null)
            {
                settings.ModeIs(mode);
            }
        }

        return null;
    }

    private async Task<string?> TryCallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        try
        {
            settings.Read(await connection.CallAsync(method, session.Parameters(parameters), AcpSession.AnswerLimit, cancellationToken));
            return null;
        }
        catch (RpcException exception)
        {
            return AcpSession.Words(exception).TrimEnd('.');
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            return "it did not answer";
        }
    }
}
