using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>Something that can be chosen in a session.</summary>
internal sealed record AcpOption
{
    private const int MostChoices = 200;

    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Category { get; init; }
    public string? Value { get; init; }

    /// <summary>On or off, which the protocol writes as a JSON boolean.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>Its values say of which type they are, as version 2 demands of all.</summary>
    public bool IsTyped { get; init; }

    /// <summary>All that the agent offers, by order.</summary>
    public required IReadOnlyList<AgentOptionChoice> Choices { get; init; }

    public IReadOnlyList<string> Values => [.. Choices.Select(choice => choice.Value)];

    /// <summary>An entry of <c>configOptions</c>; null when it has no id, or in version 2 when it is of a type that is not known.</summary>
    public static AcpOption? Read(JsonElement option)
    {
        var isTyped = option.Text("configId") is not null;
        if ((option.Text("configId") ?? option.Text("id")) is not { } id || (isTyped && option.Text("type") is not ("select" or "boolean")))
        {
            return null;
        }

        var isSwitch = option.Text("type") == "boolean" || option.Member("currentValue") is { ValueKind: JsonValueKind.True or JsonValueKind.False };
        return new()
        {
            Id = id,
            Name = option.Text("name") ?? id,
            Description = option.Text("description"),
            Category = option.Text("category"),
            IsSwitch = isSwitch,
            IsTyped = isTyped,
            Value = isSwitch ? (option.Flag("currentValue") ? "true" : "false") : option.Text("currentValue"),
            Choices = isSwitch
                ? [new() { Value = "true", Name = "On" }, new() { Value = "false", Name = "Off" }]
                : [.. option.Items("options").SelectMany(ReadChoices)],
        };
    }

    /// <summary>The modes or models of a session as an option; null when there are none.</summary>
    public static AcpOption? OfList(string id, string name, IEnumerable<JsonElement> entries, string valueName)
    {
        AgentOptionChoice[] choices = [.. entries.Select(entry => ReadChoice(entry, valueName, null)).OfType<AgentOptionChoice>()];
        return choices.Length == 0 ? null : new() { Id = id, Name = name, Category = id, Choices = choices };
    }

    /// <summary>What sets it.</summary>
    public JsonObject Write(string value) => IsSwitch
        ? new() { ["configId"] = Id, ["type"] = "boolean", ["value"] = value == "true" }
        : IsTyped ? new() { ["configId"] = Id, ["type"] = "id", ["value"] = value }
        : new() { ["configId"] = Id, ["value"] = value };

    public AgentOptionView View() => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        Category = Category,
        Value = Value,
        Choices = [.. Choices.Take(MostChoices)],
    };

    public bool Equals(AcpOption? other) =>
        other is not null && (Id, Name, Description, Category, Value, IsSwitch) ==
        (other.Id, other.Name, other.Description, other.Category, other.Value, other.IsSwitch) && Choices.SequenceEqual(other.Choices);

    public override int GetHashCode() => HashCode.Combine(Id, Value, Choices.Count);

    private static IEnumerable<AgentOptionChoice> ReadChoices(JsonElement entry) =>
        entry.Member("options") is { ValueKind: JsonValueKind.Array }
            ? entry.Items("options").Select(choice => ReadChoice(choice, "value", entry.Text("name") ?? entry.Text("groupId") ?? entry.Text("group"))).OfType<AgentOptionChoice>()
            : ReadChoice(entry, "value", null) is { } single ? [single] : [];

    private static AgentOptionChoice? ReadChoice(JsonElement choice, string valueName, string? group) =>
        choice.Text(valueName) is { } value
            ? new() { Value = value, Name = choice.Text("name") ?? value, Description = choice.Text("description"), Group = group }
            : null;
}
