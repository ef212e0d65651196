using System.Buffers;
using System.Text;

namespace Homeport.Domain.Tasks;

/// <summary>Names of branches and folders made from what a person wrote.</summary>
public static class BranchName
{
    public const string DefaultTemplate = "homeport/${slug}-${shortId}";

    private const int LongestSlug = 40;

    // One below the other: a letter with its mark, and without.
    private const string Marked = "àáâãäåāăąçćčďđèéêëēęěğìíîïīįłñńňòóôõöøōőŕřśšşșťțùúûüūůűųýÿźżžÀÁÂÃÄÅÇČÈÉÊËÌÍÎÏÑÒÓÔÕÖØŠÙÚÛÜÝŽ";
    private const string Unmarked = "aaaaaaaaacccddeeeeeeegiiiiiilnnnoooooooorrssssttuuuuuuuuyyzzzAAAAAACCEEEEIIIINOOOOOOSUUUUYZ";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" ~^:?*[\\\u007f");

    /// <summary>
    /// Lower-case ASCII words joined by hyphens: <c>"Fix the café's login!"</c> gives <c>fix-the-cafes-login</c>. Latin letters lose
    /// their marks by a table, because globalisation data is not on every machine; other scripts are dropped; <c>task</c> if
    /// nothing is left.
    /// </summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder(LongestSlug);
        foreach (var rune in Plain(text).EnumerateRunes())
        {
            if (rune.Value is '\'' or '’' || (!rune.IsAscii && Rune.IsLetter(rune)))
            {
                continue;
            }

            var isWord = rune.IsAscii && Rune.IsLetterOrDigit(rune);
            if (isWord && slug.Length == LongestSlug)
            {
                break;
            }

            if (isWord)
            {
                slug.Append((char)Rune.ToLowerInvariant(rune).Value);
            }
            else if (slug.Length > 0 && slug.Length < LongestSlug && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var trimmed = slug.ToString().TrimEnd('-');
        return trimmed.Length == 0 ? "task" : trimmed;
    }

    private static string Plain(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var marked = Marked.IndexOf(letter, StringComparison.Ordinal);
            plain.Append(marked >= 0 ? Unmarked[marked].ToString() : letter is 'ß' ? "ss" : letter is 'æ' or 'Æ' ? "ae" : letter.ToString());
        }

        return plain.ToString();
    }

    /// <summary>A project's template with its places filled in.</summary>
    public static string FromTemplate(string template, string slug, string shortId) => template
        .Replace("${slug}", slug, StringComparison.Ordinal)
        .Replace("${shortId}", shortId, StringComparison.Ordinal);

    /// <summary>
    /// The rules of git-check-ref-format that can be told without git, so that a bad name is refused when it is written and
    /// not when the task starts. Null if the name is fine, else what is wrong with it.
    /// </summary>
    public static string? WhatIsWrong(string name)
    {
        if (name.Length is 0 or > 200)
        {
            return "A branch name has 1 to 200 characters.";
        }

        if (name[0] == '-')
        {
            return "A branch name may not begin with a hyphen.";
        }

        if (name.Contains("..", StringComparison.Ordinal) || name.Contains("@{", StringComparison.Ordinal) || name == "@")
        {
            return "A branch name may not contain '..' or '@{', nor be '@'.";
        }

        if (name.AsSpan().IndexOfAny(Forbidden) >= 0 || name.Any(char.IsControl))
        {
            return "A branch name may not contain blanks, control characters or any of ~ ^ : ? * [ \\.";
        }

        return name.Split('/').Any(part => part.Length == 0 || part[0] == '.' || part[^1] == '.' || part.EndsWith(".lock", StringComparison.Ordinal))
            ? "No part of a branch name may be empty, begin or end with a dot, or end in '.lock'."
            : null;
    }
}
