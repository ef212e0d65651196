using System.Buffers;
using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>Checks of names that come over the link before they become part of a path, a ref or a command line.</summary>
internal static class GitNames
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>A full object id, SHA-1 or SHA-256.</summary>
    public static bool IsObjectId(string text) => text.Length is 40 or 64 && !text.AsSpan().ContainsAnyExcept(Hex);

    public static string RequireCommit(string text) => IsObjectId(text)
        ? text
        : throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"'{text}' is no full commit id.");

    /// <summary>Becomes part of a ref and of folder names.</summary>
    public static string RequireId(string text) => text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(IdCharacters) && text[0] != '-'
        ? text
        : throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"'{text}' is no id: letters, digits, '-' and '_' are allowed, at most 64.");

    /// <summary>One component of a path.</summary>
    public static string RequireFolderName(string text)
    {
        var isName = text.Length is > 0 and <= 200 && text[0] is not ('.' or '-') && !text.AsSpan().ContainsAny('/', '\\', '\0')
            && !text.Any(char.IsControl);
        return isName
            ? text
            : throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"'{text}' cannot name a folder: no separators, and no '.' or '-' at its start.");
    }

    /// <summary>A path inside a worktree as git writes it: relative, <c>/</c> between components, none of them <c>..</c> or <c>.git</c>.</summary>
    public static string RequireRelativePath(string text)
    {
        var isInside = text.Length > 0 && !text.Contains('\0') && text[0] != '/'
            && text.Split('/').All(part => part is not ("" or "." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase));
        return isInside
            ? text
            : throw new WorkerRefusedException(ErrorCodes.PathNotAllowed, $"'{text}' is no path inside the worktree. Give it relative to the worktree's top.");
    }
}
