using Homeport.Protocol.Backend;

namespace Homeport.Cli.Doctor;

/// <summary>Answer of <c>homeport doctor --json</c>.</summary>
internal sealed record DoctorReport
{
    /// <summary>Nothing failed; warnings may be there.</summary>
    public required bool Ok { get; init; }

    public required string Version { get; init; }
    public required string Root { get; init; }
    public required string Platform { get; init; }

    /// <summary>A host answered, and its own findings are among the checks.</summary>
    public required bool Running { get; init; }

    public required IReadOnlyList<DiagnosticCheck> Checks { get; init; }
}
