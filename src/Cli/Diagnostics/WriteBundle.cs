using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Cli.Client;
using Homeport.Host.Diagnostics;
using Homeport.Platform.Files;
using Homeport.Protocol;

namespace Homeport.Cli.Diagnostics;

/// <summary>Gathers what can be read now, with the host where it answers and without it where not.</summary>
internal sealed class WriteBundle(HostCommand command)
{
    private static readonly string[] HostCalls = ["getHealth", "getDiagnostics", "getStoreFacts", "getFleet"];

    private readonly Surroundings _surroundings = command.Surroundings;
    private readonly HostClient _client = command.Client;

    public async Task<int> RunAsync(string? output, CancellationToken cancellationToken)
    {
        var now = _surroundings.Time.GetUtcNow();
        var path = Path.GetFullPath(output ?? DiagnosticsBundle.FileNameAt(now), _surroundings.CurrentFolder);
        var report = new DiagnosticsReport(_client.Root, _surroundings.Version, _surroundings.Environment, _surroundings.Time);
        var bundle = report.CreateBundle();
        await report.AddMachineAsync(bundle, cancellationToken);
        await bundle.AddAsync("doctor.json", async () => Text(
            await new Doctor.Doctor(_surroundings, _client).RunAsync(null, cancellationToken), CliJson.Default.DoctorReport));
        if (await IsRunningAsync(cancellationToken))
        {
            await AddHostAsync(bundle, cancellationToken);
        }
        else
        {
            bundle.Miss("host.json", "Homeport does not run, or does not answer.");
            if (_surroundings.Variable("HOMEPORT_STORE") is not null)
            {
                bundle.Miss("store.txt", "The rows are in PostgreSQL, which only a running host asks.");
            }
            else
            {
                await report.AddStoreFileAsync(bundle, cancellationToken);
            }
        }

        await WriteAsync(path, bundle.ToZip(), cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(new BundleReport(path), CliJson.Default.BundleReport);
        }
        else
        {
            command.Printer.Line(path);
            command.Printer.Note("Secrets, prompts and file contents were left out; README.txt in it lists what it holds. Look through it before you send it.");
        }

        return ExitCodes.Ok;
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await HostPresence.IsRunningAsync(_client.Root, _surroundings.Time, cancellationToken);
        }
        catch (Exception refused) when (refused is UnsafePathException or CommandException)
        {
            return false; // a socket that is not ours, or a host that hangs: the doctor's report says so
        }
    }

    private async Task AddHostAsync(DiagnosticsBundle bundle, CancellationToken cancellationToken)
    {
        foreach (var operation in HostCalls)
        {
            await bundle.AddAsync($"host/{operation}.json", async () => Text(await _client.CallAsync(operation, null, cancellationToken)));
        }
    }

    /// <summary>For the owner only: what looks harmless to us may not look so to others.</summary>
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using var file = new FileStream(path, options);
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Failed, ErrorCodes.Unavailable, $"{path} cannot be written: {failed.Message} Name another file with --out.");
        }
    }

    private static string Text<T>(T value, JsonTypeInfo<T> type) => Text(JsonSerializer.SerializeToElement(value, type));

    private static string Text(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            value.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
