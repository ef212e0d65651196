using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>How a check ends: what was found, why it matters, what to do.</summary>
internal static class Finding
{
    public const string OkWord = "ok";
    public const string WarningWord = "warning";
    public const string FailedWord = "failed";

    public static DiagnosticCheck Ok(string name, string message) => new() { Name = name, Status = OkWord, Message = message };

    public static DiagnosticCheck Warning(string name, string message, string why, string next) =>
        new() { Name = name, Status = WarningWord, Message = message, Why = why, Next = next };

    public static DiagnosticCheck Failed(string name, string message, string why, string next) =>
        new() { Name = name, Status = FailedWord, Message = message, Why = why, Next = next };
}
