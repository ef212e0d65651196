using System.Diagnostics.CodeAnalysis;
using Homeport.Platform.Databases;
using Homeport.Platform.Files;

namespace Homeport.Worker.Import;

/// <summary>
/// A copy of another program's database as it was at one moment, with what its log held. The copy has no name any more once it
/// is open, so nothing of it is left behind. Owns it.
/// </summary>
internal sealed class DatabaseCopy : IDisposable
{
    private const int Tries = 3;
    private const long Largest = 8L * 1024 * 1024 * 1024;
    private const string LogEnding = "-wal";

    private DatabaseCopy(AskedDatabase database, string marks) => (Database, Marks) = (database, marks);

    public AskedDatabase Database { get; }

    /// <summary>How the files were that it was made from: others mean that there is something new.</summary>
    public string Marks { get; }

    /// <summary>How the files are now; null when there is no database.</summary>
    public static string? MarksOf(GuardedDirectory folder, string name)
    {
        try
        {
            using var file = folder.OpenRead(name);
            return $"{MarkOf(file)} {MarkOfLog(folder, name)}";
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Copies what is there now.</summary>
    /// <param name="folder">Where the database lies.</param>
    /// <param name="name">Its file.</param>
    /// <param name="scratch">A folder of our own.</param>
    /// <exception cref="IOException">It is too large, changes all the time, or is no database.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The copy owns its database.")]
    public static DatabaseCopy Make(GuardedDirectory folder, string name, string scratch)
    {
        PrivateDirectory.Ensure(scratch);
        var path = Path.Combine(scratch, $"{Environment.ProcessId}-{name}");
        try
        {
            for (var tries = 0; tries < Tries; tries++)
            {
                var before = MarksOf(folder, name) ?? throw new FileNotFoundException($"{name} is gone.");
                Copy(folder, name, path);
                Copy(folder, name + LogEnding, path + LogEnding);
                if (MarksOf(folder, name) == before)
                {
                    return new DatabaseCopy(AskedDatabase.Open(path), before);
                }
            }
        }
        finally
        {
            foreach (var ending in (string[])["", LogEnding, "-shm"])
            {
                File.Delete(path + ending);
            }
        }

        throw new IOException($"{Path.Combine(folder.Path, name)} changes all the time. Try again in a moment.");
    }

    public void Dispose() => Database.Dispose();

    private static void Copy(GuardedDirectory folder, string name, string path)
    {
        File.Delete(path);
        FileStream from;
        try
        {
            from = folder.OpenRead(name);
        }
        catch (FileNotFoundException)
        {
            return; // a database without a log
        }

        using (from)
        {
            if (from.Length > Largest)
            {
                throw new IOException($"{Path.Combine(folder.Path, name)} is larger than 8 GiB, which is not copied.");
            }

            using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write); // in a folder that is closed to others
            from.CopyTo(to, 1024 * 1024);
        }
    }

    private static string MarkOfLog(GuardedDirectory folder, string name)
    {
        try
        {
            using var log = folder.OpenRead(name + LogEnding);
            return MarkOf(log);
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }

    private static string MarkOf(FileStream file) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{file.Length}:{File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks}");
}
