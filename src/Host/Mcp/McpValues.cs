using Homeport.Host.Secrets;
using Homeport.Protocol.Link;

namespace Homeport.Host.Mcp;

/// <summary>What of a server must not be read by everybody: one sealed text for variables, headers and address.</summary>
internal sealed class McpValues(SealedValues values)
{
    private const string Address = "url";
    private const string Variable = "environment:";
    private const string Header = "header:";

    public string Seal(
        string serverId, IReadOnlyDictionary<string, string> environment, string? url, IReadOnlyDictionary<string, string> headers)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            all[Variable + name] = value;
        }

        foreach (var (name, value) in headers)
        {
            all[Header + name] = value;
        }

        if (url is not null)
        {
            all[Address] = url;
        }

        return values.Seal(serverId, all);
    }

    /// <summary>Null when they cannot be opened any more.</summary>
    public OpenMcpValues? Open(McpServerRow row) => values.Open(row.View.Id, row.Values) is { } all
        ? new OpenMcpValues(Below(all, Variable), all.GetValueOrDefault(Address), Below(all, Header))
        : null;

    /// <summary>With its values, for a worker.</summary>
    public McpServerSpec SpecOf(McpServerRow row)
    {
        var open = Open(row);
        return new McpServerSpec
        {
            Name = row.View.Name,
            Transport = row.View.Transport,
            Command = row.View.Command ?? [],
            Environment = open?.Environment ?? new Dictionary<string, string>(),
            Url = open?.Url,
            Headers = open?.Headers ?? new Dictionary<string, string>(),
            Files = row.View.Files,
            LeftOut = open is null ? "its values cannot be opened with the key of this data folder; enter them again in Settings" : null,
        };
    }

    /// <summary>What a query gives may be a key: <c>https://example.com/mcp?key=…</c>.</summary>
    public static string Shown(string url)
    {
        var address = new Uri(url);
        var names = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => $"{pair.Split('=')[0]}=…");
        return address.Query.Length > 1
            ? $"{address.GetLeftPart(UriPartial.Path)}?{string.Join('&', names)}"
            : address.GetLeftPart(UriPartial.Path);
    }

    private static Dictionary<string, string> Below(IReadOnlyDictionary<string, string> all, string prefix) => all
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value, StringComparer.Ordinal);
}

/// <summary>The values of a server, opened.</summary>
internal sealed record OpenMcpValues(
    IReadOnlyDictionary<string, string> Environment, string? Url, IReadOnlyDictionary<string, string> Headers);
