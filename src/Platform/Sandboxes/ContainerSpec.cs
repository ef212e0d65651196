using System.Globalization;
using Homeport.Platform.Native;

namespace Homeport.Platform.Sandboxes;

/// <summary>Of what a container is made and what it may use.</summary>
public sealed record ContainerSpec
{
    public required string Image { get; init; }

    /// <summary><c>name=value</c>: by which containers of ours are found.</summary>
    public required string Label { get; init; }

    /// <summary><c>uid:gid</c> when we are an ordinary user: files that are made inside belong to the person. Null for root.</summary>
    public string? User { get; init; } = OrdinaryUser();

    /// <summary>The program speaks with a terminal.</summary>
    public bool HasTerminal { get; init; }

    public int MostProcesses { get; init; } = 1024;

    /// <summary>In bytes.</summary>
    public long MostMemory { get; init; } = 4L << 30;

    public double MostCpus { get; init; } = 2;

    private static string? OrdinaryUser() => !OperatingSystem.IsWindows() && LibC.geteuid() is > 0 and var user
        ? string.Create(CultureInfo.InvariantCulture, $"{user}:{LibC.getegid()}")
        : null;
}
