using System.Text.Json.Serialization;

namespace Homeport.Worker.Tests.Journal;

[JsonSerializable(typeof(int[]))]
internal sealed partial class NumberJson : JsonSerializerContext;
