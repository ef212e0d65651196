using Homeport.Worker.Tests.Journal;
using Xunit.Runner.InProc.SystemConsole;

// Some tests of the journal start this program again as a worker that is to be killed.
return args is [DyingWorker.Argument, var path, var isReporting] ? await DyingWorker.RunAsync(path, isReporting == "reporting") : await ConsoleRunner.Run(args);
