using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Worker.Journal;

/// <summary>What only journals hold; entries and reports are in the form in which they are sent.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(TurnRecord))]
internal sealed partial class JournalJson : JsonSerializerContext;
