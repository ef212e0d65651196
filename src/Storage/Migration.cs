using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Homeport.Storage;

/// <summary>One numbered step of the schema. Once released, its text never changes: a new step is added instead.</summary>
/// <param name="Version">1 to 99 belong to Storage, 100 and above to the Host; applied in ascending order.</param>
/// <param name="Name">A few words, such as <c>tasks</c>.</param>
/// <param name="Sql">
/// Statements separated by semicolons, in the portable subset, with the macros of <see cref="Dialect.Expand"/>.
/// </param>
public sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>Lower-case SHA-256 of the text before macros are expanded, so it is the same for each database.</summary>
    public string Checksum => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads the embedded resources whose name ends like <c>0100_tasks.sql</c>, in the order of their versions.</summary>
    /// <exception cref="InvalidOperationException">Two resources carry one version.</exception>
    public static IReadOnlyList<Migration> FromResources(Assembly assembly)
    {
        var migrations = new SortedList<int, Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!TryParseName(resource, out var version, out var name))
            {
                continue;
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            if (!migrations.TryAdd(version, new Migration(version, name, reader.ReadToEnd())))
            {
                throw new InvalidOperationException(
                    $"{resource} and {migrations[version].Name} both carry the schema version {version}. Renumber one.");
            }
        }

        return [.. migrations.Values];
    }

    private static bool TryParseName(string resource, out int version, out string name)
    {
        (version, name) = (0, "");
        if (!resource.EndsWith(".sql", StringComparison.Ordinal))
        {
            return false;
        }

        var stem = resource[..^4];
        var start = stem.LastIndexOfAny(['.', '/', '\\']) + 1;
        var underscore = stem.IndexOf('_', start);
        if (underscore < 0 || !int.TryParse(stem.AsSpan(start, underscore - start), out version))
        {
            return false;
        }

        name = stem[(underscore + 1)..];
        return true;
    }
}
