using System.Security.Cryptography;
using System.Text;

namespace Homeport.Platform.Processes;

/// <summary>
/// The word in a child's environment that says which installation started it. Children of children inherit it, so
/// processes which left their group and session are still found in <c>/proc/*/environ</c>.
/// </summary>
public readonly record struct OwnerMarker
{
    /// <summary>The environment variable that carries <see cref="Value"/>.</summary>
    public const string Variable = "HOMEPORT_OWNER";

    private OwnerMarker(string value) => Value = value;

    /// <summary>24 hex digits.</summary>
    public string Value { get; }

    /// <summary>The marker of the installation whose data folder is <paramref name="root"/>.</summary>
    public static OwnerMarker ForRoot(string root)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))));
        return new OwnerMarker(Convert.ToHexStringLower(hash.AsSpan(0, 12)));
    }

    public override string ToString() => $"{Variable}={Value}";
}
