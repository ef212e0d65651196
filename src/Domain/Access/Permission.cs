namespace Homeport.Domain.Access;

/// <summary>What an operation demands of its caller. Each operation names one.</summary>
public enum Permission
{
    /// <summary>Anybody who reaches the port; nothing but liveness and the login.</summary>
    Public,

    /// <summary>See tasks, projects and what agents said.</summary>
    Read,

    /// <summary>Make, run, answer, review, merge and delete tasks.</summary>
    TaskWrite,

    /// <summary>Add and change repositories and projects; browse folders to find them.</summary>
    ProjectWrite,

    /// <summary>Change how the installation works.</summary>
    Administer,

    /// <summary>Credentials and the process itself. A program's access token never has it, so that it cannot make another.</summary>
    OwnerOnly,
}
