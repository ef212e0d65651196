using System.Text;
using Homeport.Agents;
using Homeport.Platform.Files;
using Homeport.Worker.Git;

namespace Homeport.Worker.Sandboxes;

/// <summary>
/// The home that a confined task sees in place of the person's: empty but for git's author and the agent's login, which is
/// copied in, never out. It lasts as long as the task is worked on, because agents keep their sessions there.
/// </summary>
internal sealed class PrivateHome(WorkerOptions options, GitProgram git, TimeProvider time)
{
    private const int LargestFile = 1024 * 1024;
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    private readonly string _home = options.Environment.GetValueOrDefault("HOME") ?? "/";

    private string Homes => Path.Combine(options.Root, "sandboxes");

    /// <summary>The folder, ready to be shown as the home.</summary>
    public async Task<string> EnsureAsync(string taskId, string worktree, IAgentAdapter? agent, CancellationToken cancellationToken)
    {
        GitNames.RequireId(taskId);
        PrivateDirectory.Ensure(Homes);
        var folder = Path.Combine(Homes, taskId);
        PrivateDirectory.Ensure(folder);
        Directory.SetLastWriteTimeUtc(folder, time.GetUtcNow().UtcDateTime);
        using var directory = GuardedDirectory.Open(folder); // what was made inside, links among it, leads nowhere outside
        await directory.WriteAsync(".gitconfig", Encoding.UTF8.GetBytes(await GitSettingsAsync(worktree, cancellationToken)), cancellationToken);
        foreach (var login in agent is null ? [] : AgentLogins.Of(agent))
        {
            await CopyAsync(directory, folder, login, cancellationToken);
        }

        ForgetUnused();
        return folder;
    }

    /// <summary>Newer ones win: an agent that renewed its login inside keeps it until the person logs in anew.</summary>
    private async Task CopyAsync(GuardedDirectory home, string folder, LoginFile login, CancellationToken cancellationToken)
    {
        var source = new FileInfo(login.Resolve(options.Environment.GetValueOrDefault, _home));
        var name = $"{login.Folder}/{login.Name}".TrimStart('/');
        if (!source.Exists || source.Length > LargestFile)
        {
            return;
        }

        var known = new FileInfo(Path.Combine(folder, name));
        if (known is { Exists: true, LinkTarget: null } && known.LastWriteTimeUtc >= source.LastWriteTimeUtc)
        {
            return;
        }

        try
        {
            await home.WriteAsync(name, await File.ReadAllBytesAsync(source.FullName, cancellationToken), cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Something was put in its place inside; the agent will say that it has no login.
        }
    }

    /// <summary>Who signs commits, and nothing else of the person's settings: those may hold credentials.</summary>
    private async Task<string> GitSettingsAsync(string worktree, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[safe]\n\tdirectory = *\n[user]\n");
        foreach (var name in (string[])["name", "email"])
        {
            var answer = await git.TryAsync(
                new GitCall { Folder = worktree, Arguments = ["config", "--get", $"user.{name}"] }, cancellationToken);
            var value = answer.IsSuccess ? answer.Text.Trim() : name == "name" ? "Homeport" : "homeport@localhost";
            text.Append('\t').Append(name).Append(" = \"")
                .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"\n");
        }

        return text.ToString();
    }

    private void ForgetUnused()
    {
        var oldest = (time.GetUtcNow() - KeptUnused).UtcDateTime;
        foreach (var folder in new DirectoryInfo(Homes).EnumerateDirectories().Where(folder => folder.LastWriteTimeUtc < oldest))
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // Somebody still looks at it; the next task tries again.
            }
        }
    }
}
