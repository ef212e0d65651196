using System.Text.Json;
using System.Text.Json.Serialization;
using Homeport.Cli.Backend;
using Homeport.Cli.Diagnostics;
using Homeport.Cli.Doctor;

namespace Homeport.Cli;

/// <summary>What the command line prints with <c>--json</c> beyond the operations' own answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StopReport))]
[JsonSerializable(typeof(OpenReport))]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(BundleReport))]
internal sealed partial class CliJson : JsonSerializerContext;
