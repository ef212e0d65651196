using System.Security.Cryptography;
using System.Text;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Trust;

/// <summary>One file as it is now: its hash, and what of it can be shown.</summary>
internal static class ConfigurationFile
{
    private const int LongestText = 64 * 1024;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="path">What it is called in the worktree.</param>
    /// <param name="file">Where its content is; null for a link that leads nowhere, or out of the worktree.</param>
    /// <param name="linkTarget">Where it leads if the path goes through a link.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<UntrustedFile> ReadAsync(string path, string? file, string? linkTarget, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isExecutable = file is not null && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & AnyExecute) != 0;
        hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{(isExecutable ? "x" : "-")}\0{linkTarget}\0"));
        var (size, text) = file is null ? (0L, null) : await ReadContentAsync(file, hash, cancellationToken);
        return new UntrustedFile
        {
            Path = path,
            Hash = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Size = size,
            Executable = isExecutable,
            LinkTarget = linkTarget,
            Text = text,
        };
    }

    private static async Task<(long Size, string? Text)> ReadContentAsync(string file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, LongestText, useAsync: false);
        var head = new MemoryStream();
        var buffer = new byte[LongestText];
        var size = 0L;
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            size += count;
            if (size <= LongestText)
            {
                head.Write(buffer, 0, count);
            }
        }

        return (size, size <= LongestText ? TextOf(head.ToArray()) : null);
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
