using System.Text.Json;
using System.Text.Json.Serialization;
using Homeport.Cli.Backend;

namespace Homeport.Cli;

/// <summary>What the command line prints with <c>--json</c> beyond the operations' own answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StopReport))]
[JsonSerializable(typeof(OpenReport))]
[JsonSerializable(typeof(VersionReport))]
internal sealed partial class CliJson : JsonSerializerContext;
