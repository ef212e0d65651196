using System.Text.Json.Serialization;

namespace Homeport.Worker.Tests.Terminals.Screen;

/// <summary>Two terminals that must be the same: one that saw all, and one that was restored from a snapshot.</summary>
internal sealed record PeerCase(PeerTerminal Original, PeerTerminal Restored, bool ComparesLinks = false);

internal sealed record PeerTerminal(int Columns, int Rows, int Scrollback, IReadOnlyList<PeerStep> Steps);

/// <summary>Either output or a new size.</summary>
internal sealed record PeerStep(byte[]? Write, int Columns = 0, int Rows = 0);

/// <summary>
/// Nothing in <paramref name="Difference"/> when both are the same in all of <paramref name="Lines"/> aspects; or
/// <paramref name="Broken"/>: xterm.js itself threw at what was played to it, and there is nothing to compare with.
/// </summary>
internal sealed record PeerResult(string Difference, int Lines, string Answers, string? Broken);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PeerCase))]
[JsonSerializable(typeof(PeerResult))]
internal sealed partial class PeerJson : JsonSerializerContext;
