using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Homeport.Host.Access;

/// <summary>Random words that open something, and the only form in which they are kept.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>256 bits as 43 characters of base64url.</summary>
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Secrets have 256 random bits, so that a plain hash can neither be searched through nor reversed.</summary>
    public static string Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(secret, hash);
        return Convert.ToHexStringLower(hash);
    }

    public static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        var length = Encoding.UTF8.GetMaxByteCount(secret.Length);
        var bytes = length <= 512 ? stackalloc byte[512] : new byte[length];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(secret, bytes)], hash);
    }
}
