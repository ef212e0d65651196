using System.CommandLine;
using System.Text;
using Homeport.Host.Operations;

namespace Homeport.Cli.Generation;

/// <summary>What is made from the operation catalogue: its description, and the web client's types. No host need run.</summary>
internal static class GenerationCommands
{
    public static Command OpenApi(Surroundings surroundings)
    {
        var command = new Command("openapi", "Print the OpenAPI 3.1 description of every operation.");
        command.SetAction((_, cancellationToken) => CommandOptions.RunAsync(surroundings, isJson: false, async _ =>
        {
            await surroundings.Output.WriteAsync((await PrintAsync(surroundings, cancellationToken)).OpenApi);
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command TypeScript(Surroundings surroundings)
    {
        var folder = new Option<string>("--out") { Description = "Where types.gen.ts and operations.gen.ts go.", HelpName = "FOLDER", Required = true };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when a file is stale." };
        var command = new Command("typescript", "Write the web client's types of every operation.") { folder, check };
        command.SetAction((parsed, cancellationToken) => CommandOptions.RunAsync(surroundings, isJson: false, async printer =>
        {
            var printed = await PrintAsync(surroundings, cancellationToken);
            var target = Path.GetFullPath(parsed.GetRequiredValue(folder), surroundings.CurrentFolder);
            foreach (var (name, text) in ((string, string)[])[("types.gen.ts", printed.TypeScriptTypes), ("operations.gen.ts", printed.TypeScriptOperations)])
            {
                var path = Path.Combine(target, name);
                if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) == text)
                {
                    continue; // an unchanged file keeps its time, and what depends on it need not be built again
                }

                if (parsed.GetValue(check))
                {
                    throw new CommandException(ExitCodes.Failed, "stale", $"{path} is stale. Run 'make generate' and commit it.");
                }

                Directory.CreateDirectory(target);
                await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
                printer.Line(path);
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Task<PrintedCatalogue> PrintAsync(Surroundings surroundings, CancellationToken cancellationToken) =>
        PrintedCatalogue.PrintAsync(surroundings.Version, surroundings.Time, cancellationToken);
}
