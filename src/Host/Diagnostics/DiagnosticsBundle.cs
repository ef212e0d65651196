using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Homeport.Host.Diagnostics;

/// <summary>
/// A zip file that a person may give to strangers: each part goes through the <see cref="SecretRedactor"/>, is bounded, and is
/// listed with what was left out. Text only.
/// </summary>
public sealed class DiagnosticsBundle(SecretRedactor redactor, DateTimeOffset now)
{
    private const int MostCharacters = 512 * 1024;

    private readonly List<(string Name, string Text)> _parts = [];
    private readonly List<string> _missing = [];

    /// <summary>Left out, by rule.</summary>
    private static readonly string[] Never =
    [
        "prompts, titles and what agents said (no row of the store is in here, only how many there are)",
        "file contents, names of files in repositories, differences",
        "the owner's token, access tokens, cookies, the store's connection string",
        "the values of environment variables",
        "home folder, user name and machine name (shown as ~, ‹user› and ‹machine›)",
    ];

    public void Add(string name, string text)
    {
        var clean = redactor.Redact(text.Length > MostCharacters ? text[^MostCharacters..] : text);
        _parts.Add((name, text.Length > MostCharacters ? "(the beginning was left out)\n" + clean : clean));
    }

    /// <summary>Says why a part is not there.</summary>
    public void Miss(string name, string reason) => _missing.Add($"{name}: {redactor.Redact(reason)}");

    /// <summary>Adds what the source gives; a source that fails is told and does not spoil the others.</summary>
    public async Task AddAsync(string name, Func<Task<string>> read)
    {
        try
        {
            Add(name, await read());
        }
#pragma warning disable CA1031 // a bundle is made when something is broken: what cannot be read must not keep the rest from being seen
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Miss(name, $"{broken.GetType().Name}: {broken.Message}");
        }
    }

    public byte[] ToZip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "README.txt", Contents());
            foreach (var (name, text) in _parts)
            {
                Write(zip, name, text);
            }
        }

        return bytes.ToArray();
    }

    public static string FileNameAt(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"homeport-diagnostics-{now.UtcDateTime:yyyyMMdd-HHmmss}.zip");

    private string Contents()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Homeport diagnostics, made at {now.UtcDateTime:u}");
        text.AppendLine().AppendLine("In this bundle:");
        foreach (var (name, content) in _parts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name} ({content.Length} characters)");
        }

        text.AppendLine().AppendLine("Could not be read:");
        text.AppendLine(_missing.Count == 0 ? "  nothing" : "  " + string.Join("\n  ", _missing));
        text.AppendLine().AppendLine("Left out, always:");
        text.AppendLine("  " + string.Join("\n  ", Never));
        text.AppendLine().AppendLine("What looked like a secret is replaced by ‹redacted›. Look through it before you send it: only you know your secrets.");
        return text.ToString();
    }

    private void Write(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = now;
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write(text);
    }
}
