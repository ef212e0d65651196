using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>The modes, models and options that a session offers, as last told.</summary>
internal sealed class AcpSettings(AcpDialect dialect)
{
    private readonly Lock _gate = new();
    private AcpOption? _modes;
    private AcpOption? _models;
    private List<AcpOption> _options = [];
    private string? _mode;
    private string? _model;
    private bool _areOptionsTold = true;

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

    /// <summary>
    /// How the session stands; the options only when they changed since they were asked for last. It does not say which of our
    /// modes that is: we may answer in the sense of one that the agent does not know.
    /// </summary>
    public ConfigPayload Describe()
    {
        lock (_gate)
        {
            var options = _areOptionsTold ? null : AllLocked().Select(option => option.View()).ToArray();
            _areOptionsTold = true;
            return new()
            {
                Mode = _mode ?? OptionOf("mode")?.Value,
                Model = _model ?? OptionOf("model")?.Value,
                Options = options,
            };
        }
    }

    /// <summary>Takes over what a session's answer or update tells. True when something changed.</summary>
    public bool Read(JsonElement told)
    {
        lock (_gate)
        {
            var before = AllLocked().ToArray();
            var (mode, model) = (_mode, _model);
            if (told.Member("modes") is { } modes)
            {
                _mode = modes.Text("currentModeId") ?? _mode;
                _modes = AcpOption.OfList("mode", "Mode", modes.Items("availableModes"), "id") ?? _modes;
            }

            if (told.Member("models") is { } models)
            {
                _model = models.Text("currentModelId") ?? _model;
                _models = AcpOption.OfList("model", "Model", models.Items("availableModels"), "modelId") ?? _models;
            }

            if (told.Member("configOptions") is { ValueKind: JsonValueKind.Array })
            {
                _options = [.. told.Items("configOptions").Select(AcpOption.Read).OfType<AcpOption>()];
            }

            _mode = told.Text("currentModeId") ?? _mode;
            var isOther = !before.SequenceEqual(AllLocked());
            _areOptionsTold &= !isOther;
            return isOther || mode != _mode || model != _model;
        }
    }

    public void ModeIs(string mode)
    {
        lock (_gate)
        {
            _mode = mode;
            _areOptionsTold = false;
        }
    }

    public void ModelIs(string model)
    {
        lock (_gate)
        {
            _model = model;
            _areOptionsTold = false;
        }
    }

    /// <summary>The agent took a value for an option.</summary>
    public void OptionIs(string id, string value)
    {
        lock (_gate)
        {
            _options = [.. _options.Select(option => option.Id == id ? option with { Value = value } : option)];
            _mode = _modes?.Id == id ? value : _mode;
            _model = _models?.Id == id ? value : _model;
            _areOptionsTold = false;
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
            if (names.Select(name => ModeIdsLocked().FirstOrDefault(offered => IsNamed(offered, name))).OfType<string>().FirstOrDefault() is { } id)
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
                    calls.Add(("session/set_config_option", option.Write(choice)));
                }
            }

            if (dialect.ModeOptions.TryGetValue(mode, out var extra) && _options.FirstOrDefault(entry => entry.Id == extra.Option) is { } found)
            {
                isOffered |= mode == Protocol.Tasks.PermissionMode.Bypass;
                if (found.Value != extra.Value)
                {
                    calls.Add(("session/set_config_option", found.Write(extra.Value)));
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
            var offered = OptionOf("mode") is { } option ? ModeIdsLocked().Concat(option.Values) : ModeIdsLocked();
            return names.Any(name => offered.Any(entry => IsNamed(entry, name)));
        }
    }

    /// <summary>The call that chooses a model; null when the session offers no choice.</summary>
    public (string Method, JsonObject Parameters)? CallForModel(string model)
    {
        lock (_gate)
        {
            return OptionOf("model") is { } option
                ? ("session/set_config_option", option.Write(model))
                : _models is not null ? ("session/set_model", new JsonObject { ["modelId"] = model }) : null;
        }
    }

    /// <summary>The call that sets an option; null when the session does not offer it, or not with that value.</summary>
    public (string Method, JsonObject Parameters)? CallForOption(string id, string value)
    {
        lock (_gate)
        {
            if (AllLocked().FirstOrDefault(option => option.Id == id) is not { } option ||
                (option.Values.Count > 0 && !option.Values.Contains(value, StringComparer.Ordinal)))
            {
                return null;
            }

            return _options.Contains(option) ? ("session/set_config_option", option.Write(value))
                : id == _modes?.Id ? ("session/set_mode", new JsonObject { ["modeId"] = value })
                : ("session/set_model", new JsonObject { ["modelId"] = value });
        }
    }

    private AcpOption? OptionOf(string category) => _options.FirstOrDefault(option => option.Category == category);

    private IEnumerable<string> ModeIdsLocked() => _modes?.Values ?? [];

    /// <summary>Modes and models too, where the session tells them apart from its options.</summary>
    private IEnumerable<AcpOption> AllLocked()
    {
        if (_modes is not null && OptionOf("mode") is null)
        {
            yield return _modes with { Value = _mode };
        }

        if (_models is not null && OptionOf("model") is null)
        {
            yield return _models with { Value = _model };
        }

        foreach (var option in _options)
        {
            yield return option;
        }
    }

    /// <summary>A mode's id may be a URL that ends in its name.</summary>
    private static bool IsNamed(string id, string name) =>
        id == name || (id.Contains("://", StringComparison.Ordinal) && id.EndsWith($"#{name}", StringComparison.Ordinal));
}
