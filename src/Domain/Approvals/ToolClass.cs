namespace Homeport.Domain.Approvals;

/// <summary>What a tool does, whatever its agent calls it.</summary>
public enum ToolClass
{
    Other,

    /// <summary>It runs a command line.</summary>
    Shell,

    /// <summary>It changes files.</summary>
    Edit,
}
