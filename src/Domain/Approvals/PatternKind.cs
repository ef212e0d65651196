namespace Homeport.Domain.Approvals;

/// <summary>How a rule's pattern is compared with what is asked.</summary>
public enum PatternKind
{
    /// <summary>Whatever the tool is to do.</summary>
    Any,

    /// <summary>Exactly this command or input, letter by letter; as a part of a command line, word by word.</summary>
    Exact,

    /// <summary>Commands that begin with these words.</summary>
    Prefix,

    /// <summary>Edits of files in this folder.</summary>
    Folder,
}
