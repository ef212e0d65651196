using System.Text;
using Homeport.Protocol.Services;

namespace Homeport.Worker.Services;

/// <summary>The file of a service that this worker has not run: of an earlier one.</summary>
internal static class ServiceLogFile
{
    private const int MostBytes = 256 * 1024;

    /// <summary>The last lines; none where there is no file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="isMore">They were read, and nobody writes more.</param>
    public static ServiceLogResponse Tail(string path, int limit, bool isMore)
    {
        var lines = isMore ? [] : Read(path);
        lines = lines[Math.Max(0, lines.Length - limit)..];
        return new ServiceLogResponse
        {
            Lines = [.. lines.Select((text, index) => new ServiceLogLine { Number = index + 1, Source = ServiceLogSource.File, Text = text })],
            Next = 1, // a start of it here counts from 1
        };
    }

    private static string[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Position = Math.Max(0, file.Length - MostBytes);
            var bytes = new byte[MostBytes];
            var count = file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\n').Split('\n');
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
