using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;

namespace Homeport.Host;

/// <summary>
/// Tells where the host is: <see cref="Protocol.Backend.PidFile"/> and <see cref="Protocol.Backend.ReadyLine"/>. They are written
/// by hand, because the serialiser's metadata would be made just for them, in the middle of the start.
/// </summary>
internal static class Announcement
{
    public static Task WritePidFileAsync(HostOptions options, HostInstance instance, CancellationToken cancellationToken)
    {
        var json = Write(options, instance, static (writer, instance) =>
        {
            writer.WriteString("startedAt", instance.StartedAt);
            writer.WriteString("processStart", ProcessIdentity.Current.Start);
        });
        return AtomicFile.WriteAsync(Path.Combine(options.Root, HostApplication.PidFile), json, cancellationToken);
    }

    public static async Task WriteReadyAsync(HostOptions options, HostInstance instance, TextWriter output)
    {
        var json = Write(options, instance, static (writer, _) => writer.WriteString("type", "ready"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"BACKEND_PORT:{instance.Port}"));
        await output.WriteLineAsync(Encoding.UTF8.GetString(json.Span));
        await output.FlushAsync(CancellationToken.None);
    }

    private static ReadOnlyMemory<byte> Write(HostOptions options, HostInstance instance, Action<Utf8JsonWriter, HostInstance> writeFirst)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeFirst(writer, instance);
            writer.WriteNumber("pid", instance.Pid);
            writer.WriteNumber("port", instance.Port);
            writer.WriteString("socketPath", instance.SocketPath);
            writer.WriteString("version", options.Version);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
