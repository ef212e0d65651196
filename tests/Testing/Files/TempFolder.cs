namespace Homeport.Testing.Files;

/// <summary>A folder of its own for one test. Owns it: disposing deletes it with all that lies in it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("homeport-test-").FullName;

    public string At(params IEnumerable<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Makes the folder, with its parents, and returns its path.</summary>
    public string Folder(params IEnumerable<string> parts) => Directory.CreateDirectory(At(parts)).FullName;

    public void Dispose()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            Directory.Delete(Path, recursive: true); // a program that was just killed wrote a last file
        }
    }
}
