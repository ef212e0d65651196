using Homeport.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

// The crash tests start this program again as a writer that is to be killed.
return args is [CrashWriter.Argument, var path] ? await CrashWriter.RunAsync(path) : await ConsoleRunner.Run(args);
