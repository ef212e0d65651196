namespace Homeport.Cli.Tasks;

/// <summary>A prompt from the command line, or from standard input when it is <c>-</c> or left out and something is piped in.</summary>
internal static class PromptText
{
    public static async Task<string> ReadAsync(string? argument, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (argument is not (null or "-"))
        {
            return argument;
        }

        if (argument is null && surroundings.InputIsTerminal)
        {
            throw CommandException.Usage("Say what is to be done, in quotes as the last argument, or pipe it in.");
        }

        var text = (await surroundings.Input.Value.ReadToEndAsync(cancellationToken)).Trim();
        return text.Length > 0 ? text : throw CommandException.Usage("Nothing came in on standard input. Pipe the prompt in, or give it as the last argument.");
    }
}
