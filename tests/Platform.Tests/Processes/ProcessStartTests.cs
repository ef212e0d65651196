using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

public sealed class ProcessStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("homeport-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_program_is_told_with_the_path_that_was_searched() =>
        AssertFails(Start.Program("no-such-program"), ProcessStartFailure.ProgramMissing, "'no-such-program'", Start.SearchPath, "Install it");

    [Fact]
    public void A_missing_absolute_program_is_told() =>
        AssertFails(Start.Program("/nowhere/tool"), ProcessStartFailure.ProgramMissing, "'/nowhere/tool' does not exist");

    [Fact]
    public void A_file_without_the_execute_bit_is_told() =>
        AssertFails(Start.Program(Write("plain", "#!/bin/sh\n", UnixFileMode.UserRead)), ProcessStartFailure.NotExecutable, "chmod +x");

    [Fact]
    public void A_folder_is_no_program() =>
        AssertFails(Start.Program(_folder.FullName), ProcessStartFailure.NotExecutable, "is a folder");

    [Fact]
    public void A_missing_interpreter_is_told_apart_from_a_missing_program() =>
        AssertFails(Start.Program(Write("script", "#!/nowhere/interpreter\n")), ProcessStartFailure.NotExecutable, "interpreter");

    [Fact]
    public void A_text_without_a_first_line_is_no_program() =>
        AssertFails(Start.Program(Write("text", "echo hello\n")), ProcessStartFailure.NotExecutable, "#!/bin/sh");

    [Fact]
    public void A_missing_folder_is_told() => AssertFails(
        Start.Program("true") with { WorkingDirectory = "/nowhere/at all" }, ProcessStartFailure.FolderMissing, "'/nowhere/at all'");

    [Fact]
    public void Too_long_arguments_are_told() =>
        AssertFails(Start.Program("true", new string('x', 4 * 1024 * 1024)), ProcessStartFailure.Refused, "too long");

    [Fact]
    public void A_relative_folder_and_a_nul_character_are_mistakes_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => ChildProcess.Start(Start.Program("true") with { WorkingDirectory = "here" }, TimeProvider.System));
        Assert.Throws<ArgumentException>(() => ChildProcess.Start(Start.Program("echo", "a\0b"), TimeProvider.System));
        Assert.Throws<ArgumentException>(() => ChildProcess.Start(
            Start.Program("true") with { Environment = new Dictionary<string, string> { ["PATH"] = Start.SearchPath, ["A=B"] = "1" } }, TimeProvider.System));
    }

    private static void AssertFails(ProcessStart start, ProcessStartFailure failure, params string[] words)
    {
        var error = Assert.Throws<ProcessStartException>(() => ChildProcess.Start(start, TimeProvider.System));

        Assert.Equal(failure, error.Failure);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
