using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Homeport.Protocol;

namespace Homeport.Host.Secrets;

/// <summary>
/// Values that a person entered for programs: variables and headers. They lie in the store sealed (AES-256-GCM) by a key in a
/// file of its own, <c>secrets.key</c> with mode 0600, so that a copy of the database tells nothing. They are opened for a turn only.
/// </summary>
internal sealed class SealedValues(HostOptions options)
{
    public const string KeyFile = "secrets.key";

    private const int KeyBytes = 32;
    private readonly Lock _gate = new();
    private byte[]? _key;

    /// <param name="owner">The id of the row: what is sealed for one cannot be opened for another.</param>
    /// <param name="values">By name.</param>
    public string Seal(string owner, IReadOnlyDictionary<string, string> values)
    {
        var clear = JsonSerializer.SerializeToUtf8Bytes(values, ProtocolJson.Default.IReadOnlyDictionaryStringString);
        var sealedBytes = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + clear.Length];
        var (nonce, tag, text) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(Key(), tag.Length);
        cipher.Encrypt(nonce.Span, clear, text.Span, tag.Span, Encoding.UTF8.GetBytes(owner));
        CryptographicOperations.ZeroMemory(clear);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Null when they cannot be opened: the key is another one, or they were changed.</summary>
    public IReadOnlyDictionary<string, string>? Open(string owner, string sealedText)
    {
        try
        {
            var sealedBytes = Convert.FromBase64String(sealedText);
            if (sealedBytes.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
            {
                return null;
            }

            var (nonce, tag, text) = Parts(sealedBytes);
            var clear = new byte[text.Length];
            using var cipher = new AesGcm(Key(), tag.Length);
            cipher.Decrypt(nonce.Span, text.Span, tag.Span, clear, Encoding.UTF8.GetBytes(owner));
            return JsonSerializer.Deserialize(clear, ProtocolJson.Default.IReadOnlyDictionaryStringString);
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] all)
    {
        var tagAt = AesGcm.NonceByteSizes.MaxSize;
        var textAt = tagAt + AesGcm.TagByteSizes.MaxSize;
        return (all.AsMemory(0, tagAt), all.AsMemory(tagAt, textAt - tagAt), all.AsMemory(textAt));
    }

    private byte[] Key()
    {
        lock (_gate)
        {
            return _key ??= ReadKey() ?? MakeKey();
        }
    }

    private byte[]? ReadKey()
    {
        try
        {
            var key = File.ReadAllBytes(Path.Combine(options.Root, KeyFile));
            return key.Length == KeyBytes
                ? key
                : throw new InvalidDataException($"{KeyFile} in the data folder has {key.Length} bytes instead of {KeyBytes}. Bring it back from a backup, or move it away and enter the values anew.");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private byte[] MakeKey()
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(Path.Combine(options.Root, KeyFile), file);
        stream.Write(key);
        stream.Flush(flushToDisk: true);
        return key;
    }
}
