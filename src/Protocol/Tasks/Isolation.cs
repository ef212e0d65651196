using System.Text.Json.Serialization;

namespace Homeport.Protocol.Tasks;

/// <summary>Where an agent works, and what keeps it there: the rungs of a ladder, each higher one stopping more.</summary>
[JsonConverter(typeof(SnakeCase<Isolation>))]
public enum Isolation
{
    /// <summary>In its own git worktree. Does not stop the agent from reading or writing elsewhere.</summary>
    Worktree,

    /// <summary>In the repository's own checkout, one task at a time. Stops nothing: not even your uncommitted files are apart.</summary>
    InPlace,

    /// <summary>
    /// In its own worktree with a private home, in namespaces of its own. Does not stop the network, unless that is turned
    /// off, nor damage to the repository's objects, nor an attack on the kernel.
    /// </summary>
    Sandbox,

    /// <summary>In a container of an image with the agents, with limits. Does not stop the network, unless that is turned off, nor an attack on the kernel.</summary>
    Container,
}
