using System.Security.Cryptography;

namespace Homeport.Host.Access;

/// <summary>The owner's own key: 256 bits in a file that only the owner can read, made at the first start.</summary>
internal sealed class OwnerToken
{
    public const string FileName = "auth-token";
    private const int Length = 43;

    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];

    private OwnerToken(string token) => Secret.Hash(token, _hash);

    /// <summary>Reads the file or makes it. The caller holds the lock of the data folder.</summary>
    /// <exception cref="HostStartException">The file holds something else.</exception>
    public static OwnerToken Open(string root)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var token = File.ReadAllText(path).Trim();
        return token.Length == Length
            ? new OwnerToken(token)
            : throw new HostStartException(
                HostStartException.Failed, $"{path} does not hold a token of Homeport. Delete it; a new one is made at the next start.");
    }

    /// <summary>Compares in a time that does not depend on where they differ.</summary>
    public bool Matches(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Secret.Hash(token, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }

    private static void Create(string path)
    {
        // Written beside and renamed, so that a crash leaves no half of a token.
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.WriteLine(Secret.Create());
        }

        File.Move(temporary, path);
    }
}
