using System.Text.Json;
using System.Text.Json.Serialization;

namespace Homeport.Rpc.Tests;

/// <summary>The request and the response of the tests.</summary>
public sealed record Echo(string Text, int Number);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Echo))]
[JsonSerializable(typeof(int))]
internal sealed partial class TestJson : JsonSerializerContext;
