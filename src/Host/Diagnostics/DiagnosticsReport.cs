using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Homeport.Host.Access;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Storage;

namespace Homeport.Host.Diagnostics;

/// <summary>What a bundle holds of a machine, with a host or without one.</summary>
/// <param name="root">The data folder.</param>
/// <param name="version">Of this program.</param>
/// <param name="environment">Its names are told, and its values only to know what must not be.</param>
/// <param name="time">The clock.</param>
public sealed class DiagnosticsReport(string root, string version, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    private const int MostLogFiles = 20;
    private const int TailBytes = 128 * 1024;
    private static readonly string[] SecretWords = ["TOKEN", "SECRET", "PASS", "KEY", "CREDENTIAL", "AUTH", "COOKIE", "STORE", "DSN", "PROXY"];

    /// <summary>An empty bundle that knows what must not be in it.</summary>
    public DiagnosticsBundle CreateBundle() => new(
        new SecretRedactor(
            [.. OwnersToken(), .. environment.Where(entry => SecretWords.Any(word => entry.Key.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(entry => entry.Value)],
            environment.GetValueOrDefault("HOME"),
            [(environment.GetValueOrDefault("USER") ?? "", "‹user›"), (environment.GetValueOrDefault("LOGNAME") ?? "", "‹user›"), (Environment.MachineName, "‹machine›")]),
        time.GetUtcNow());

    /// <summary>Everything that needs no host: versions, folder, processes, workers, logs.</summary>
    public async Task AddMachineAsync(DiagnosticsBundle bundle, CancellationToken cancellationToken)
    {
        bundle.Add("versions.txt", Versions());
        bundle.Add("environment.txt", "Names only; values were left out.\n" + string.Join('\n', environment.Keys.Order(StringComparer.Ordinal)) + "\n");
        await bundle.AddAsync("folder.txt", () => Task.Run(() => Folder(cancellationToken), cancellationToken));
        await bundle.AddAsync("workers.txt", () => Task.Run(() => Workers(cancellationToken), cancellationToken));
        await bundle.AddAsync("processes.txt", () => ProcessesAsync(cancellationToken));
        foreach (var log in Logs())
        {
            await bundle.AddAsync("logs/" + Path.GetRelativePath(root, log).Replace('/', '-'), () => Task.Run(() => Tail(log), cancellationToken));
        }
    }

    /// <summary>What the database holds while no host serves it.</summary>
    public async Task AddStoreFileAsync(DiagnosticsBundle bundle, CancellationToken cancellationToken)
    {
        var database = Path.Combine(root, HostApplication.DatabaseFile);
        if (!File.Exists(database))
        {
            bundle.Miss("store.txt", "There is no database yet.");
            return;
        }

        await bundle.AddAsync("store.txt", async () => Describe(await StoreFacts.ReadFileAsync(database, cancellationToken)));
    }

    /// <summary>Versions, tables and their sizes; not a row.</summary>
    internal static string Describe(StoreFacts facts)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{facts.Engine}, {facts.Bytes} bytes").AppendLine().AppendLine("Migrations:");
        foreach (var migration in facts.Migrations)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {migration.Version:0000} {migration.Name}  {migration.AppliedAt.UtcDateTime:u}");
        }

        text.AppendLine().AppendLine("Rows:");
        foreach (var table in facts.Tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {table.Name}  {table.Rows}{(table.HasMore ? " or more" : "")}");
        }

        return text.ToString();
    }

    private string[] OwnersToken()
    {
        try
        {
            var file = Path.Combine(root, OwnerToken.FileName);
            return File.Exists(file) ? [File.ReadAllText(file).Trim()] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // then no log of this user holds it either, and its form is known all the same
        }
    }

    private string Versions() => $"""
        homeport {version}
        runtime {RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})
        system {RuntimeInformation.OSDescription}
        sqlite {MachineFacts.FindSqlite(out var problem) ?? problem}
        processors {Environment.ProcessorCount}
        memory {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}
        time zone {TimeZoneInfo.Local.BaseUtcOffset}

        """;

    private string Folder(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root))
        {
            return "The data folder does not exist.\n";
        }

        var drive = new DriveInfo(root);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{drive.DriveFormat}, {drive.AvailableFreeSpace} of {drive.TotalSize} bytes are free");
        var measure = new FolderMeasure(2_000_000);
        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var size = measure.Measure(entry.FullName, cancellationToken);
            var mode = OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(entry.FullName), 8);
            text.AppendLine(CultureInfo.InvariantCulture, $"  {entry.Name}  {mode}  {size.Bytes} bytes in {size.Files} files{(size.IsComplete ? "" : " and more")}");
        }

        return text.ToString();
    }

    private string Workers(CancellationToken cancellationToken)
    {
        var parent = Path.Combine(root, "worker");
        var text = new StringBuilder();
        foreach (var folder in Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
        {
            var backlog = new FolderMeasure(100_000).Measure(Path.Combine(folder, "journals"), cancellationToken);
            var state = FileLock.IsHeld(Path.Combine(folder, "lock")) ? "lives" : "is dead";
            text.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(folder)} {state}; its journals hold {backlog.Bytes} bytes in {backlog.Files} files");
        }

        return text.Length == 0 ? "There is no worker's folder.\n" : text.ToString();
    }

    private async Task<string> ProcessesAsync(CancellationToken cancellationToken)
    {
        using var table = new ProcessTable(OwnerMarker.ForRoot(root), time);
        var text = new StringBuilder();
        foreach (var process in await table.ReadAsync([ProcessIdentity.Current], cancellationToken))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{new string(' ', process.Depth * 2)}{process.Id} {process.Kind} {process.Name} cpu {process.CpuPercent}% memory {process.ResidentBytes} task {process.TaskId ?? "-"}: {process.CommandLine}");
        }

        return text.ToString();
    }

    private IEnumerable<string> Logs()
    {
        var folder = Path.Combine(root, "logs");
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, AttributesToSkip = FileAttributes.ReparsePoint };
        return Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*.log", options).OrderByDescending(file => file.LastWriteTimeUtc).Take(MostLogFiles).Select(file => file.FullName)
            : [];
    }

    private static string Tail(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var start = Math.Max(file.Length - TailBytes, 0);
        file.Seek(start, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return start == 0 ? text : text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]; // a half line could be half a secret
    }
}
