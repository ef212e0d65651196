using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Bench.Figures;
using Homeport.Bench.Load;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Measures;

/// <summary>Worktree and change list of a repository with 5,000 files, 200 of them changed, against git doing the same.</summary>
internal static class Changes
{
    private const int Files = 5_000;
    private const int Changed = 200;

    public static async Task RunAsync(Settings settings, Report report)
    {
        using var folder = new BenchFolder();
        var repository = await GitRepository.CreateAsync(folder, settings.IsQuick ? Files / 5 : Files);
        await using var server = await HomeportServer.StartWithWorkerAsync(settings, folder);
        var project = await server.AddRepositoryAsync(repository.Path);
        await using var watch = await EventWatch.OpenAsync(server, "\"tasks\"");

        var (worktree, task) = await WorktreesAsync(settings, report, repository, server, project, watch);
        await ListAsync(settings, report, repository, server, worktree, task);
    }

    private static async Task<(string Worktree, string Task)> WorktreesAsync(
        Settings settings, Report report, GitRepository repository, HomeportServer server, string project, EventWatch watch)
    {
        List<double> git = [], ours = [];
        var (worktree, task) = ("", "");
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"peer-{round}");
            var start = Stopwatch.GetTimestamp();
            await repository.GitAsync(repository.Path, null, "worktree", "add", "--quiet", "-b", name, $"{repository.Path}-{name}", "main");
            var peer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

            task = await server.AddTaskAsync(project, "usage");
            start = Stopwatch.GetTimestamp();
            await server.PostAsync($"/api/tasks/{task}/start", []);
            var made = await watch.WhenAsync(entry => EventWatch.TaskOf(entry, task)?["worktreePath"] is JsonValue path && (worktree = path.GetValue<string>()) != "");
            if (round > 0)
            {
                git.Add(peer);
                ours.Add(Stopwatch.GetElapsedTime(start, made).TotalMilliseconds);
            }

            await watch.WhenTaskAsync(task, "in_review", "approved", "done", "failed");
        }

        report.Add(Figure.Against("git worktree add", "start pressed → worktree told, 5,000 files", "ms", ours, git, atMost: 1.1));
        return (worktree, task);
    }

    private static async Task ListAsync(
        Settings settings, Report report, GitRepository repository, HomeportServer server, string worktree, string task)
    {
        var diff = new Uri($"/api/tasks/{task}/diff", UriKind.Relative);
        List<double> git = [], ours = [], again = [], gitFile = [], file = [];
        for (var round = 0; round <= settings.Repetitions; round++)
        {
            var word = string.Create(CultureInfo.InvariantCulture, $"round {round}");
            for (var index = 0; index < Changed; index++)
            {
                await GitRepository.WriteAsync(GitRepository.FileIn(worktree, index * (settings.IsQuick ? 5 : 25)), word);
            }

            var first = GitRepository.FileIn("", 0);
            var (peerList, peerFile) = (
                (Func<Task>)(() => GitListAsync(repository, worktree)),
                (Func<Task>)(() => repository.GitAsync(worktree, null, "diff", "main", "--", first)));
            var (ourList, ourFile) = (
                (Func<Task>)(() => server.Http.GetByteArrayAsync(diff)),
                (Func<Task>)(() => server.Http.GetByteArrayAsync(new Uri($"/api/tasks/{task}/diff/files?path={Uri.EscapeDataString(first)}", UriKind.Relative))));

            // Who comes first alternates: the second one finds the files and objects in the system's cache.
            var isOursFirst = round % 2 == 0;
            var mine = isOursFirst ? await TimeAsync(ourList) : 0;
            var peer = await TimeAsync(peerList);
            mine = isOursFirst ? mine : await TimeAsync(ourList);
            var repeated = await TimeAsync(ourList);
            var (peerOne, mineOne) = (await TimeAsync(peerFile), await TimeAsync(ourFile));
            if (round > 0)
            {
                git.Add(peer);
                ours.Add(mine);
                again.Add(repeated);
                gitFile.Add(peerOne);
                file.Add(mineOne);
            }
        }

        report.Add(Figure.Against("git add + diff on a copy of the index", "change list, 200 of 5,000 files", "ms", ours, git, atMost: 1.2));
        report.Add(Figure.Alone("change list, repeated", "ms", again, atMost: 5));
        report.Add(Figure.Against("git diff FILE", "one file's diff", "ms", file, gitFile, atMost: 1.2));
    }

    /// <summary>What git needs to tell all changes against the base, untracked files included, without touching the person's index.</summary>
    private static async Task GitListAsync(GitRepository repository, string worktree)
    {
        var ownFolder = (await File.ReadAllTextAsync(Path.Combine(worktree, ".git")))["gitdir: ".Length..].Trim();
        var index = Path.Combine(ownFolder, "bench-index");
        File.Copy(Path.Combine(ownFolder, "index"), index, overwrite: true);
        await repository.GitAsync(worktree, index, "add", "--all");
        await repository.GitAsync(worktree, index, "diff", "--cached", "--raw", "--numstat", "-z", "-M", "main");
        File.Delete(index);
    }

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
