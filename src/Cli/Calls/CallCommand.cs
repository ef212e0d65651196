using System.CommandLine;
using System.Text.Json;
using Homeport.Cli.Client;

namespace Homeport.Cli.Calls;

/// <summary><c>homeport call</c>: any operation by its name.</summary>
internal static class CallCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var operation = new Argument<string>("OPERATION") { Description = "Its JSON-RPC name, such as listUnitTasks; 'homeport openapi' describes all of them." };
        var json = new Option<string?>("--json") { Description = "The request: JSON, @FILE, or - for standard input (default: none).", HelpName = "REQUEST" };
        var command = new Command("call", "Call any operation of the running Homeport and print its answer as JSON.") { operation, json, CommandOptions.Root };
        command.SetAction((parsed, cancellationToken) => CommandOptions.RunAsync(surroundings, isJson: true, async printer =>
        {
            var request = await ReadAsync(parsed.GetValue(json), surroundings, cancellationToken);
            using var client = new HostClient(DataFolder.Resolve(parsed.GetValue(CommandOptions.Root), surroundings), surroundings.Time);
            printer.Json(await client.CallAsync(parsed.GetRequiredValue(operation), request, cancellationToken));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<JsonElement?> ReadAsync(string? given, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (given is null)
        {
            return null;
        }

        var text = given switch
        {
            "-" => await surroundings.Input.Value.ReadToEndAsync(cancellationToken),
            ['@', .. var file] => await ReadFileAsync(Path.GetFullPath(file, surroundings.CurrentFolder), cancellationToken),
            _ => given,
        };
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw CommandException.Usage($"A request is a JSON object, such as {{\"limit\": 5}}, not {Words(document.RootElement.ValueKind)}.");
        }
        catch (JsonException broken)
        {
            throw CommandException.Usage($"The request is no JSON: {broken.Message} Quote it for your shell, or use --json @FILE.");
        }
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"{path} cannot be read: {exception.Message}");
        }
    }

    private static string Words(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        JsonValueKind.Object => "an object",
    };
}
