using Homeport.Domain;
using Homeport.Host.Agents;

namespace Homeport.Host.Mcp;

/// <summary>What the fields of a server may hold.</summary>
internal static class McpChecks
{
    private const int LongestName = 40;
    private const int LongestUrl = 2048;
    private const int LongestValue = 8192;
    private const int MostHeaders = 50;

    /// <summary>Agents make names of tools from it.</summary>
    public static void Name(List<FieldError> errors, string? name)
    {
        if (name is not null && (name.Length is 0 or > LongestName || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_')))
        {
            errors.Add(new FieldError("name", $"A name has 1 to {LongestName} letters, digits, dashes and underscores."));
        }
    }

    public static void Program(List<FieldError> errors, IReadOnlyList<string>? command, IReadOnlyDictionary<string, string>? environment)
    {
        TerminalAgentChecks.Command(errors, command);
        TerminalAgentChecks.Environment(errors, environment);
    }

    public static void Address(List<FieldError> errors, string? url, IReadOnlyDictionary<string, string>? headers)
    {
        if (url is not null && (url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0))
        {
            errors.Add(new FieldError("url", "Give an http or https address without a name or password in it; a secret belongs into a header."));
        }

        if (headers is null)
        {
            return;
        }

        if (headers.Count > MostHeaders)
        {
            errors.Add(new FieldError("headers", $"At most {MostHeaders} headers."));
        }

        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > 100 || !name.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.'))
            {
                errors.Add(new FieldError($"headers/{name}", "A header's name has letters, digits, dashes, points and underscores."));
            }
            else if (value.Length > LongestValue || value.Any(char.IsControl))
            {
                errors.Add(new FieldError($"headers/{name}", $"A value has at most {LongestValue} characters, all on one line."));
            }
        }
    }

    public static Problem NotFound(string id) =>
        new(ProblemCode.NotFound, $"There is no MCP server {id}. It may have been removed; list them anew.");

    public static Problem NameTaken(string name) =>
        new(ProblemCode.Conflict, $"There is an MCP server {name} already. Choose another name, or change that one.");
}
