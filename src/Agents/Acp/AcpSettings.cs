using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>The modes, models and options that a session offers, as last told.</summary>
internal sealed class AcpSettings(AcpDialect dialect)
{
    private readonly Lock _gate = new();
    private List<string> _modes = [];
    private List<string> _models = [];
    private List<Option> _options = [];
    private string? _mode;
    private string? _model;

    public string? Mode
    {
        get
        {
            lock (_gate)
            {
                return _mode ?? OptionOf("mode")?.Value;
            }
        }
    }

    public string? Model
    {
        get
        {
            lock (_gate)
            {
                return _model ?? OptionOf("model")?.Value;
            }
        }
    }

    /// <summary>Our mode for the agent's; null when it has no name that we know.</summary>
    public PermissionMode? PermissionMode => Mode is { } mode
        ? dialect.ModeNames.Where(pair => pair.Value.Any(name => IsNamed(mode, name))).Select(pair => (PermissionMode?)pair.Key).FirstOrDefault()
        : null;

    /// <summary>Takes over what a session's answer or update tells. True when mode or model changed.</summary>
    public bool Read(JsonElement told)
    {
        var (mode, model) = (Mode, Model);
        lock (_gate)
        {
            if (told.Member("modes") is { } modes)
            {
                _modes = [.. modes.Items("availableModes").Select(entry => entry.Text("id")).OfType<string>()];
                _mode = modes.Text("currentModeId") ?? _mode;
            }

            if (told.Member("models") is { } models)
            {
                _models = [.. models.Items("availableModels").Select(entry => entry.Text("modelId")).OfType<string>()];
                _model = models.Text("currentModelId") ?? _model;
            }

            if (told.Member("configOptions") is { ValueKind: JsonValueKind.Array })
            {
                _options = [.. told.Items("configOptions").Select(Option.Read).OfType<Option>()];
            }

            _mode = told.Text("currentModeId") ?? _mode;
        }

        return mode != Mode || model != Model;
    }

    public void ModeIs(string mode)
    {
        lock (_gate)
        {
            _mode = mode;
        }
    }

    public void ModelIs(string model)
    {
        lock (_gate)
        {
            _model = model;
        }
    }

    /// <summary>The calls that bring the session into a mode; null when it offers none for it.</summary>
    public IReadOnlyList<(string Method, JsonObject Parameters)>? CallsForMode(PermissionMode mode)
    {
        lock (_gate)
        {
            List<(string, JsonObject)> calls = [];
            var names = dialect.ModeNames.GetValueOrDefault(mode) ?? [];
            var isOffered = false;
            if (names.Select(name => _modes.FirstOrDefault(offered => IsNamed(offered, name))).OfType<string>().FirstOrDefault() is { } id)
            {
                isOffered = true;
                if (id != _mode)
                {
                    calls.Add(("session/set_mode", new() { ["modeId"] = id }));
                }
            }
            else if (OptionOf("mode") is { } option &&
                names.Select(name => option.Values.FirstOrDefault(value => IsNamed(value, name))).OfType<string>().FirstOrDefault() is { } choice)
            {
                isOffered = true;
                if (choice != option.Value)
                {
                    calls.Add(("session/set_config_option", new() { ["configId"] = option.Id, ["value"] = choice }));
                }
            }

            if (dialect.ModeOptions.TryGetValue(mode, out var extra) && _options.FirstOrDefault(entry => entry.Id == extra.Option) is { } found)
            {
                isOffered |= mode == Protocol.Tasks.PermissionMode.Bypass;
                if (found.Value != extra.Value)
                {
                    calls.Add(("session/set_config_option", new() { ["configId"] = extra.Option, ["value"] = extra.Value }));
                }
            }

            return isOffered || calls.Count > 0 ? calls : null;
        }
    }

    /// <summary>Whether the agent itself holds this mode, so that we need not answer in its sense.</summary>
    public bool Holds(PermissionMode mode)
    {
        lock (_gate)
        {
            if (mode == Protocol.Tasks.PermissionMode.Bypass && dialect.ModeOptions.TryGetValue(mode, out var extra))
            {
                return _options.Any(option => option.Id == extra.Option);
            }

            var names = dialect.ModeNames.GetValueOrDefault(mode) ?? [];
            var offered = OptionOf("mode") is { } option ? [.. _modes, .. option.Values] : _modes;
            return names.Any(name => offered.Any(entry => IsNamed(entry, name)));
        }
    }

    /// <summary>The call that chooses a model; null when the session offers no choice.</summary>
    public (string Method, JsonObject Parameters)? CallForModel(string model)
    {
        lock (_gate)
        {
            return OptionOf("model") is { } option
                ? ("session/set_config_option", new JsonObject { ["configId"] = option.Id, ["value"] = model })
                : _models.Count > 0 ? ("session/set_model", new JsonObject { ["modelId"] = model }) : null;
        }
    }

    private Option? OptionOf(string category) => _options.FirstOrDefault(option => option.Category == category);

    /// <summary>A mode's id may be a URL that ends in its name.</summary>
    private static bool IsNamed(string id, string name) =>
        id == name || (id.Contains("://", StringComparison.Ordinal) && id.EndsWith($"#{name}", StringComparison.Ordinal));

    private sealed record Option(string Id, string? Category, string? Value, IReadOnlyList<string> Values)
    {
        public static Option? Read(JsonElement option) => option.Text("id") is not { } id ? null : new(
            id, option.Text("category"), option.Text("currentValue"),
            [
                .. option.Items("options")
                    .SelectMany(entry => entry.Member("options") is { ValueKind: JsonValueKind.Array } ? entry.Items("options") : [entry])
                    .Select(entry => entry.Text("value")).OfType<string>(),
            ]);
    }
}
