using System.Text.Json;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Tests;

public sealed class ProtocolJsonTests
{
    public static TheoryData<string> Records =>
        [.. typeof(ProtocolJson).Assembly.GetExportedTypes().Where(IsRecord).Select(type => type.FullName!)];

    [Theory, MemberData(nameof(Records))]
    public void Every_record_is_listed(string name) =>
        Assert.NotNull(ProtocolJson.Default.GetTypeInfo(typeof(ProtocolJson).Assembly.GetType(name)!));

    [Fact]
    public void Words_are_snake_case_and_numbers_are_refused()
    {
        Assert.Equal("\"in_review\"", JsonSerializer.Serialize(TaskState.InReview, ProtocolJson.Default.TaskState));
        Assert.Equal(PermissionMode.AcceptEdits, JsonSerializer.Deserialize("\"accept_edits\"", ProtocolJson.Default.PermissionMode));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("3", ProtocolJson.Default.TaskState));
    }

    [Fact]
    public void Times_are_utc_with_milliseconds_and_nothing_that_is_null_is_written()
    {
        var json = JsonSerializer.Serialize(
            new TaskFailure { Code = "a", Message = "b" }, ProtocolJson.Default.TaskFailure);
        var file = JsonSerializer.Serialize(
            new PidFile
            {
                Pid = 1,
                Port = 2,
                SocketPath = "/s",
                Version = "3",
                StartedAt = new DateTimeOffset(2026, 11, 20, 8, 23, 35, 688, TimeSpan.FromHours(2)),
            },
            ProtocolJson.Default.PidFile);

        Assert.Equal("""{"code":"a","message":"b"}""", json);
        Assert.Contains("\"startedAt\":\"2026-11-20T06:23:35.688Z\"", file, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_required_must_be_there_and_what_is_unknown_is_ignored()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", ProtocolJson.Default.GetUnitTaskRequest));
        Assert.Equal("x", JsonSerializer.Deserialize("""{"id": "x", "new": 1}""", ProtocolJson.Default.GetUnitTaskRequest)!.Id);
    }

    /// <summary>A record has a method that the compiler names so; static classes, enums and converters have none.</summary>
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
