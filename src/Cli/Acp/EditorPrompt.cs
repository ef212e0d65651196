using System.Text;
using System.Text.Json;

namespace Homeport.Cli.Acp;

/// <summary>An editor's prompt as the text of a task: links by their path in the repository, contents behind the words.</summary>
internal static class EditorPrompt
{
    /// <param name="prompt">The content blocks.</param>
    /// <param name="folder">The editor's working directory: the task has the same files in its own worktree.</param>
    public static string Read(JsonElement prompt, string folder)
    {
        var words = new StringBuilder();
        var contents = new StringBuilder();
        foreach (var block in prompt.EnumerateArray())
        {
            switch (block.Text("type"))
            {
                case "text":
                    words.Append(block.Text("text"));
                    break;
                case "resource_link":
                    words.Append('@').Append(PathOf(block.Text("uri") ?? block.Text("name") ?? "", folder));
                    break;
                case "resource" when block.Member("resource") is { } resource && resource.Text("text") is { } text:
                    var name = PathOf(resource.Text("uri") ?? "", folder);
                    words.Append('@').Append(name);
                    var fence = Fence(text);
                    contents.Append("\n\n").Append(name).Append(":\n").Append(fence).Append('\n').Append(text.TrimEnd('\n')).Append('\n').Append(fence);
                    break;
                default:
                    words.Append("[Something of type ").Append(block.Text("type")).Append(" is left out.]");
                    break;
            }
        }

        return words.Append(contents).ToString().Trim();
    }

    private static string PathOf(string uri, string folder)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || !parsed.IsFile)
        {
            return uri;
        }

        var relative = Path.GetRelativePath(folder, parsed.LocalPath);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? parsed.LocalPath : relative) + parsed.Fragment;
    }

    /// <summary>Longer than any in the text.</summary>
    private static string Fence(string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return fence;
    }
}
