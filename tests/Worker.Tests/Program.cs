using Homeport.Agents.Demo;
using Homeport.Worker.Tests.Journal;
using Xunit.Runner.InProc.SystemConsole;

// Some tests start this program again: as a worker that is to be killed, or as the agent that a worker runs.
return args switch
{
    [DyingWorker.Argument, var path, var isReporting] => await DyingWorker.RunAsync(path, isReporting == "reporting"),
    ["demo-agent"] => await DemoAgent.RunAsync(
        Console.OpenStandardInput(), Console.OpenStandardOutput(), Environment.CurrentDirectory, TimeProvider.System, CancellationToken.None),
    _ => await ConsoleRunner.Run(args),
};
