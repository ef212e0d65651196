using System.Globalization;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Tests.Git;

/// <summary>Random histories and edits; our list must say what plain git says about the same folder.</summary>
public sealed class GeneratedRepositoryTests : GitTest
{
    private static readonly string[] Names =
        ["a", "b.txt", "with space", "ünï", "tab\there", "quote\"d", "new\nline", "-dash", "dir/x", "dir/y", "dir/deep/z", "日本", "*star", "#hash", " lead"];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task The_list_agrees_with_git(int seed)
    {
        var random = new Random(seed);
        foreach (var name in Names.Where(_ => random.Next(3) > 0))
        {
            Repository.Write(name, Content(random));
        }

        await Repository.CommitAsync("generated", Cancel);
        await CreateAsync();
        for (var round = 0; round < 4; round++)
        {
            Edit(random);
            if (random.Next(3) == 0)
            {
                await InWorktreeAsync("add", "--all");
            }

            if (random.Next(3) == 0)
            {
                await InWorktreeAsync("add", "--all");
                await InWorktreeAsync("commit", "--quiet", "--allow-empty", "-m", "round");
            }

            await CompareAsync();
        }
    }

    private async Task CompareAsync()
    {
        var ours = await ChangesAsync();
        var copy = Path.Combine(Repository.Folder, "expected-index");
        File.Copy(Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "index"), copy, overwrite: true);
        await InWorktreeAsync("config", "core.quotepath", "false");
        var status = await InWorktreeAsync("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames");
        await InWorktreeAsync("add", "--all"); // plain git sees untracked files only so
        var expected = await InWorktreeAsync("diff", "--cached", "-M", "-C", "--numstat", "-z", Base);
        var blobs = await InWorktreeAsync("diff", "--cached", "--no-renames", "--raw", "--no-abbrev", "-z", Base);
        File.Copy(copy, Path.Combine(Repository.Path, ".git", "worktrees", "k3f9", "index"), overwrite: true);

        Assert.Equal(Counts(expected), ours.Files.Select(file => (file.Path, file.Added, file.Removed)).ToHashSet());
        Assert.Equal(status.Length > 0, ours.HasUncommitted);
        var uncommitted = status.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry[3..]).ToHashSet();
        Assert.All(ours.Files, file => Assert.Equal(uncommitted.Contains(file.Path), file.Uncommitted));
        var fields = blobs.Split('\0');
        for (var at = 0; at + 1 < fields.Length; at += 2)
        {
            var blob = fields[at].Split(' ')[3];
            var file = ours.Files.FirstOrDefault(file => file.Path == fields[at + 1]);
            Assert.True(blob.All(digit => digit == '0') ? file?.BlobHash is null : file?.BlobHash == blob, fields[at + 1]);
        }

        foreach (var file in ours.Files.Where(file => !file.Binary))
        {
            var lines = (await DiffAsync(file.Path)).Hunks.SelectMany(hunk => hunk.Lines).ToArray();
            Assert.Equal(
                (file.Added, file.Removed),
                (lines.Count(line => line.Kind == DiffLineKind.Added), lines.Count(line => line.Kind == DiffLineKind.Removed)));
        }
    }

    private static HashSet<(string, int, int)> Counts(string numstat)
    {
        var counts = new HashSet<(string, int, int)>();
        var fields = numstat.Split('\0');
        for (var at = 0; at + 1 < fields.Length; at++)
        {
            var parts = fields[at].Split('\t', 3);
            var path = parts[2];
            if (path.Length == 0)
            {
                at += 2;
                path = fields[at];
            }

            counts.Add((path, Number(parts[0]), Number(parts[1])));
        }

        return counts;

        static int Number(string text) => text == "-" ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
    }

    private void Edit(Random random)
    {
        for (var edit = 0; edit < 4; edit++)
        {
            var file = Path.Combine(Worktree, Names[random.Next(Names.Length)]);
            switch (random.Next(6))
            {
                case 0 when File.Exists(file):
                    File.Delete(file);
                    break;
                case 1 when File.Exists(file) && Path.Combine(Worktree, $"moved{random.Next(5)}") is var to && !File.Exists(to):
                    File.Move(file, to);
                    break;
                case 2 when File.Exists(file):
                    MakeExecutable(file);
                    break;
                case 3 when File.Exists(file):
                    File.AppendAllText(file, "appended\r\n");
                    break;
                case 4:
                    File.Delete(Path.Combine(Worktree, "link"));
                    File.CreateSymbolicLink(Path.Combine(Worktree, "link"), $"target{random.Next(3)}");
                    break;
                default:
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllText(file, Content(random));
                    break;
            }
        }
    }

    private static string Content(Random random) => random.Next(8) switch
    {
        0 => "",
        1 => "\0binary\u0001",
        2 => "no end",
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(line => $"{random.Next(9)} line {line}\n")),
    };
}
