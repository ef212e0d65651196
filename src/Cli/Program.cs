using System.CommandLine;
using Homeport.Cli;
using Homeport.Cli.Output;

var surroundings = Surroundings.Read();

// A prompt may start with '@', which is no name of a file with arguments here.
var parsed = CommandTree.Create(surroundings, args.FirstOrDefault()).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    return UsageError.Print(parsed, new Printer(surroundings, isJson: args.Contains("--json")));
}

return await parsed.InvokeAsync(
    new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // 'serve' minds the signals itself; the other commands just end
        Output = surroundings.Output,
        Error = surroundings.Errors,
    },
    CancellationToken.None);
