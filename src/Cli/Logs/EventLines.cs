using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Cli.Output;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Cli.Logs;

/// <summary>
/// Events as lines. Text arrives in pieces that build on each other: each piece is printed once, and another item starts on a
/// line of its own.
/// </summary>
internal sealed class EventLines(HostCommand command)
{
    private readonly Dictionary<string, int> _printed = new(StringComparer.Ordinal); // UTF-16 units of an item's text
    private readonly Dictionary<string, ToolStatus?> _tools = new(StringComparer.Ordinal);
    private string? _open; // the item whose last line is not ended

    public long LastSequence { get; private set; }

    public void Print(EventView entry)
    {
        LastSequence = Math.Max(LastSequence, entry.Sequence);
        if (command.Printer.IsJson)
        {
            command.Printer.JsonLine(JsonSerializer.SerializeToElement(entry, ProtocolJson.Default.EventView));
            return;
        }

        switch (entry.Kind)
        {
            case EventKinds.AgentMessage:
                PrintText(entry, Read(entry, ProtocolJson.Default.TextPayload), prefix: "", colour: "");
                break;
            case EventKinds.AgentThought:
                PrintText(entry, Read(entry, ProtocolJson.Default.TextPayload), prefix: "(thinking) ", colour: Terminal.Dim);
                break;
            case EventKinds.UserMessage:
                Block("> ", Read(entry, ProtocolJson.Default.UserMessagePayload).Text, Terminal.Bold);
                break;
            case EventKinds.ToolCall:
                PrintTool(entry, Read(entry, ProtocolJson.Default.ToolCallPayload));
                break;
            case EventKinds.Plan:
                PrintPlan(Read(entry, ProtocolJson.Default.PlanPayload));
                break;
            case EventKinds.ApprovalRequested:
                End();
                command.PrintApproval(Read(entry, ProtocolJson.Default.ApprovalRequestedPayload).Approval);
                break;
            case EventKinds.ApprovalResolved:
                var resolved = Read(entry, ProtocolJson.Default.ApprovalResolvedPayload);
                var who = resolved.Decision is { RuleName: { } rule } ? $"rule “{rule}”" : resolved.Decision?.By;
                Line($"answered: {(resolved.Decision is { } decision ? $"{decision.OptionId ?? "text"} by {who}" : TaskWords.Word(resolved.State.ToString()))}", Terminal.Dim);
                break;
            case EventKinds.Notice:
                Line(Read(entry, ProtocolJson.Default.NoticePayload).Message, Terminal.Dim);
                break;
            case EventKinds.Error:
                var error = Read(entry, ProtocolJson.Default.ErrorPayload);
                Line($"error: {error.Message}{(error.Next is { } next ? $" {next}" : "")}", Terminal.Red);
                break;
            case EventKinds.Imported:
                var past = Read(entry, ProtocolJson.Default.ImportedPayload);
                Line($"goes on with the session “{past.Title}” of {past.AgentType}", Terminal.Dim);
                break;
            case EventKinds.TurnEnded:
                var ended = Read(entry, ProtocolJson.Default.TurnEndedPayload);
                Line($"— turn {TaskWords.Word(ended.Outcome.ToString())}{(ended.Changes is { Files: > 0 } changes ? $", {TaskWords.Changes(changes)}" : "")}", Terminal.Dim);
                break;
            case EventKinds.Raw:
                Block("| ", Read(entry, ProtocolJson.Default.RawPayload).Text, Terminal.Dim);
                break;
            default:
                break; // what changes on the board is no part of the conversation
        }
    }

    /// <summary>Ends a line that a text left open.</summary>
    public void End()
    {
        if (_open is not null)
        {
            command.Printer.Line();
            _open = null;
        }
    }

    private void PrintText(EventView entry, TextPayload text, string prefix, string colour)
    {
        var item = entry.ItemId ?? $"#{entry.Sequence}";
        var done = _printed.GetValueOrDefault(item);
        var (whole, offset) = text.Text is { } all ? (all, 0) : (text.Append ?? "", text.Offset ?? done);
        var skip = Math.Clamp(done - offset, 0, whole.Length);
        var fresh = whole[skip..];
        if (fresh.Length == 0)
        {
            return;
        }

        if (_open != item)
        {
            End();
            fresh = (done == 0 ? prefix : "") + fresh;
        }

        _printed[item] = Math.Max(done, offset + whole.Length);
        command.Surroundings.Output.Write(Colour(colour, Terminal.Harmless(fresh)));
        command.Surroundings.Output.Flush();
        _open = fresh.EndsWith('\n') ? null : item;
    }

    private void PrintTool(EventView entry, ToolCallPayload tool)
    {
        var item = entry.ItemId ?? $"#{entry.Sequence}";
        var isNew = _tools.TryAdd(item, tool.Status);
        if (isNew)
        {
            Line($"• {tool.Title ?? tool.ToolName ?? "tool"}", Terminal.Cyan);
        }

        if (tool.Status is ToolStatus.Failed or ToolStatus.Declined && (isNew || _tools[item] != tool.Status))
        {
            Line($"  {TaskWords.Word(tool.Status.Value.ToString())}{(tool.ExitCode is { } code ? $" (exit code {code})" : "")}", Terminal.Red);
        }

        _tools[item] = tool.Status ?? _tools[item];
    }

    private void PrintPlan(PlanPayload plan)
    {
        foreach (var entry in plan.Entries)
        {
            Line($"  [{entry.Status}] {entry.Content}", Terminal.Dim);
        }
    }

    private void Block(string prefix, string text, string colour)
    {
        foreach (var line in text.TrimEnd().Split('\n'))
        {
            Line(prefix + line, colour);
        }
    }

    private void Line(string text, string colour)
    {
        End();
        command.Printer.Line(Colour(colour, Terminal.Harmless(text)));
    }

    private string Colour(string colour, string text) => command.Printer.HasColour && colour.Length > 0 ? colour + text + Terminal.Reset : text;

    private static T Read<T>(EventView entry, JsonTypeInfo<T> type) => entry.Payload.Deserialize(type)!;
}
