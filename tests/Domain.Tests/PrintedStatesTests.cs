using System.Text;
using System.Text.Json;
using Homeport.Domain.Tasks;
using Homeport.Testing.Files;

namespace Homeport.Domain.Tests;

/// <summary>docs/state-machines.md is printed from the table in the code; HOMEPORT_UPDATE=1 prints it anew.</summary>
public sealed class PrintedStatesTests
{
    [Fact]
    public async Task The_printed_states_are_those_of_the_code()
    {
        var path = Path.Combine(SourceTree.Root, "docs", "state-machines.md");
        if (Environment.GetEnvironmentVariable("HOMEPORT_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(path, Print(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(Print(), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private static string Print()
    {
        var text = new StringBuilder(
            """
            # State machines

            Printed from the code by `make generate`; do not edit.

            ## Unit task
            A task goes from the state on the left to one on the right; everything else is refused as `invalid_transition` with `from`,
            `to` and `allowed`. The undo of a merge is no transition ([decision 3](decisions/0003-undo-of-a-merge.md)).

            | from | to |
            | --- | --- |

            """);
        foreach (var state in Enum.GetValues<UnitTaskState>())
        {
            text.Append("| `").Append(Word(state)).Append("` | ")
                .AppendJoin(", ", UnitTaskLifecycle.Next(state).Select(next => $"`{Word(next)}`")).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Word(UnitTaskState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());
}
