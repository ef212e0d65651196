using System.Globalization;
using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Events;

namespace Homeport.Agents.ClaudeCode;

/// <summary>What Claude Code tells about itself: its session, mode, model, retries, limits and background tasks.</summary>
internal sealed class ClaudeSystem(SerialSink sink, ClaudeMcpServers servers, AgentSessionSpec spec, TimeProvider time)
{
    private string? _mode;
    private string? _model = spec.Model;
    private string? _version;
    private string? _retryItem;

    public string? NativeSessionId { get; private set; } = spec.NativePoint is null ? spec.NativeSessionId : null;

    /// <summary>When the limit ends that the agent met last.</summary>
    public DateTimeOffset? LimitResetsAt { get; private set; }

    /// <summary>The answer to the greeting.</summary>
    public async ValueTask<AgentStarted> GreetAsync(JsonElement? greeting, CancellationToken cancellationToken)
    {
        _mode = greeting.Text("current_permission_mode") ?? ClaudeModes.Name(spec.PermissionMode);
        _version = greeting.Text("claude_code_version");
        List<AgentCommandView> commands =
        [
            .. greeting.Items("commands").Where(command => command.Text("name") is not null).Select(command => new AgentCommandView
            {
                Name = command.Text("name")!,
                Description = command.Text("description") is { } description ? Titles.FirstLine(description) : null,
                Hint = command.Text("argumentHint") is { Length: > 0 } hint ? hint : null,
            }),
        ];
        if (commands.Count > 0)
        {
            await sink.PublishAsync(
                EventKinds.Commands, null, new CommandsPayload { Commands = commands },
                ProtocolJson.Default.CommandsPayload, cancellationToken);
        }

        return new() { NativeSessionId = NativeSessionId, Version = _version, Model = _model, Mode = _mode };
    }

    /// <summary>Everything that is no message of a model, no tool's result and no control.</summary>
    public async ValueTask HandleAsync(JsonElement message, CancellationToken cancellationToken)
    {
        switch (message.Text("type"), message.Text("subtype"))
        {
            case ("system", "init"):
                await HandleInitAsync(message, cancellationToken);
                break;
            case ("system", "status"):
                await ModeChangedAsync(message.Text("permissionMode"), cancellationToken);
                break;
            case ("system", "api_retry"):
                await HandleRetryAsync(message, cancellationToken);
                break;
            case ("system", "compact_boundary"):
                await sink.NoticeAsync("compacted", "Claude Code summarised the conversation to make room.", cancellationToken);
                break;
            case ("system", "task_notification"):
                await sink.NoticeAsync("background_task", message.Text("summary") ?? "A background task ended.", cancellationToken);
                break;
            case ("system", "permission_denied"):
                await sink.NoticeAsync("permission_denied", message.Text("message") ?? "A rule denied what the agent wanted to do.", cancellationToken);
                break;
            case ("system", "task_started" or "task_progress" or "task_updated" or "background_tasks_changed" or "thinking_tokens"):
            case ("keep_alive" or "tool_progress", _):
                break; // the tool calls show the same
            case ("rate_limit_event", _):
                await HandleRateLimitAsync(message.Member("rate_limit_info"), cancellationToken);
                break;
            case (var type, _):
                await sink.RawAsync(type ?? "message", message, cancellationToken);
                break;
        }
    }

    public async ValueTask ModeChangedAsync(string? mode, CancellationToken cancellationToken)
    {
        if (mode is not null && mode != _mode)
        {
            _mode = mode;
            await sink.ConfigAsync(new() { PermissionMode = ClaudeModes.Find(mode), Mode = mode, Model = _model }, cancellationToken);
        }
    }

    public async ValueTask ModelChangedAsync(string model, CancellationToken cancellationToken)
    {
        if (model != _model)
        {
            _model = model;
            await sink.ConfigAsync(new() { PermissionMode = ClaudeModes.Find(_mode), Mode = _mode, Model = model }, cancellationToken);
        }
    }

    /// <summary>Comes at the start of each turn, and is where a new session's id is told.</summary>
    private async ValueTask HandleInitAsync(JsonElement message, CancellationToken cancellationToken)
    {
        await servers.HandleInitAsync(message, cancellationToken);
        var id = message.Text("session_id");
        var isNew = id is not null && id != NativeSessionId;
        (NativeSessionId, _version) = (id ?? NativeSessionId, message.Text("claude_code_version") ?? _version);
        if (isNew)
        {
            (_mode, _model) = (message.Text("permissionMode") ?? _mode, message.Text("model") ?? _model);
            await sink.PublishAsync(
                EventKinds.SessionStarted, null,
                new SessionStartedPayload
                {
                    AgentType = AgentKinds.ClaudeCode,
                    AgentVersion = _version,
                    Model = _model,
                    Mode = _mode,
                    NativeSessionId = id,
                },
                ProtocolJson.Default.SessionStartedPayload, cancellationToken);
            return;
        }

        if (message.Text("model") is { } model)
        {
            await ModelChangedAsync(model, cancellationToken);
        }

        await ModeChangedAsync(message.Text("permissionMode"), cancellationToken);
    }

    private ValueTask HandleRetryAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var status = message.Whole("error_status") is { } number ? number.ToString(CultureInfo.InvariantCulture) : null;
        var delay = Math.Clamp(message.Real("retry_delay_ms") ?? 0, 0, 86_400_000);
        _retryItem = message.Whole("attempt") is > 1 && _retryItem is not null ? _retryItem : Guid.CreateVersion7(time.GetUtcNow()).ToString();
        return sink.PublishAsync(
            EventKinds.Notice, _retryItem,
            new NoticePayload
            {
                Code = "retrying",
                Message = status is "529" or "503" ? $"The provider is overloaded ({status})." : $"The provider answered {status ?? message.Text("error") ?? "nothing"}.",
                RetryAt = time.GetUtcNow().AddMilliseconds(delay),
                Attempt = (int?)message.Whole("attempt"),
                MaxAttempts = (int?)message.Whole("max_retries"),
            },
            ProtocolJson.Default.NoticePayload, cancellationToken);
    }

    private async ValueTask HandleRateLimitAsync(JsonElement? limit, CancellationToken cancellationToken)
    {
        var resetsAt = LimitReset.FromUnix(limit.Whole("resetsAt"));
        switch (limit.Text("status"))
        {
            case "rejected":
                LimitResetsAt = resetsAt;
                await sink.NoticeAsync("usage_limit", "The usage limit is reached.", cancellationToken, resetsAt);
                break;
            case "allowed_warning":
                await sink.NoticeAsync("usage_limit", "The usage limit is near.", cancellationToken, resetsAt);
                break;
        }
    }
}
