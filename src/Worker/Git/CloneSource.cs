using Homeport.Protocol;
using Homeport.Worker.Browse;

namespace Homeport.Worker.Git;

/// <summary>Checks where a clone may come from.</summary>
internal static class CloneSource
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "git"];

    /// <summary>An https, http, ssh or git URL, <c>user@host:path</c>, or a local path or file URL under an allowed root.</summary>
    public static string Require(string url, AllowedRoots roots)
    {
        if (url.StartsWith('/'))
        {
            return roots.Require(url);
        }

        if (url.Length is 0 or > 2000 || url[0] == '-' || url.Any(char.IsControl))
        {
            throw Refused(url);
        }

        if (!url.Contains("://", StringComparison.Ordinal))
        {
            return IsShortSsh(url) ? url : throw Refused(url);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            throw Refused(url);
        }

        if (parsed.Scheme == Uri.UriSchemeFile && parsed.Host.Length == 0)
        {
            roots.Require(parsed.LocalPath);
            return url;
        }

        if (!Schemes.Contains(parsed.Scheme, StringComparer.Ordinal) || parsed.Host.Length == 0 || parsed.Host[0] == '-')
        {
            throw Refused(url);
        }

        return parsed.UserInfo.Contains(':', StringComparison.Ordinal)
            ? throw new WorkerRefusedException(
                ErrorCodes.InvalidRequest, "The URL holds a password, which git would keep in clear in the clone's settings. Leave it out and use a credential helper or an SSH key.")
            : url;
    }

    public static string WithoutSecret(string url) =>
        url.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.UserInfo.Contains(':', StringComparison.Ordinal)
            ? url.Replace(parsed.UserInfo + "@", parsed.UserInfo.Split(':')[0] + "@", StringComparison.Ordinal)
            : url;

    /// <summary><c>git@github.com:owner/name.git</c>, but neither <c>ext::sh -c …</c> nor <c>C:\x</c>.</summary>
    private static bool IsShortSsh(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && !url[..colon].Contains('/') && !url[..colon].Contains("@-", StringComparison.Ordinal) && url.Length > colon + 1 && url[colon + 1] != ':' && !url.Contains(' ');
    }

    private static WorkerRefusedException Refused(string url) => new(
        ErrorCodes.InvalidRequest, $"'{url}' is nothing to clone from. Give an https or ssh URL, user@host:path, or a folder of this machine.");
}
