using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Homeport.Host.Operations.Schema;

/// <summary>The doc comments of Protocol, as the compiler wrote them; they are built into this assembly.</summary>
internal sealed partial class XmlDocs
{
    private const string Resource = "Homeport.Protocol.xml";

    private readonly Dictionary<string, string> _summaries;

    private XmlDocs(Dictionary<string, string> summaries) => _summaries = summaries;

    public static XmlDocs Read()
    {
        using var stream = typeof(XmlDocs).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not built into the assembly.");
        return new XmlDocs(XDocument.Load(stream).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!)));
    }

    public string? Of(WireType type) => _summaries.GetValueOrDefault($"T:{type.Type.FullName}");

    /// <summary>A positional record has no member of its own in the file; then there is nothing.</summary>
    public string? Of(WireType type, WireProperty property) =>
        _summaries.GetValueOrDefault($"P:{type.Type.FullName}.{char.ToUpperInvariant(property.Name[0])}{property.Name[1..]}");

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement { Name.LocalName: "see" } see => Reference(see),
                XElement other => Text(other),
                XText plain => plain.Value,
                _ => "",
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim();
    }

    /// <summary>A property by its name on the wire, anything else by its name in code.</summary>
    private static string Reference(XElement see)
    {
        var cref = see.Attribute("cref")?.Value ?? "";
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("P:", StringComparison.Ordinal) ? $"`{char.ToLowerInvariant(name[0])}{name[1..]}`" : $"`{name}`";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
