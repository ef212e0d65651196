using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>posix_spawn answers one errno for the folder, the program and its interpreter alike: look again, and say which.</summary>
internal static class SpawnFailure
{
    public static ProcessStartException NotInPath(string name, string? searchPath) => new(
        ProcessStartFailure.ProgramMissing,
        string.IsNullOrEmpty(searchPath)
            ? $"'{name}' cannot be looked up because the program's environment has no PATH. Give its absolute path."
            : $"'{name}' was not found in PATH ({searchPath}). Install it, or give its absolute path.");

    public static ProcessStartException Explain(int errno, ProcessStart start, string program)
    {
        var reason = Marshal.GetPInvokeErrorMessage(errno);
        if (errno is LibC.ENOENT or LibC.ENOTDIR or LibC.EACCES && !Directory.Exists(start.WorkingDirectory))
        {
            return new(ProcessStartFailure.FolderMissing,
                $"'{start.FileName}' was not started: its working folder '{start.WorkingDirectory}' does not exist or may not be read ({reason}). Create it or choose another.");
        }

        return errno switch
        {
            LibC.ENOENT or LibC.ENOTDIR when File.Exists(program) => new(ProcessStartFailure.NotExecutable,
                $"'{program}' was not started: the interpreter or loader named inside the file does not exist. Install it or correct the file's first line."),
            LibC.ENOENT or LibC.ENOTDIR => new(ProcessStartFailure.ProgramMissing,
                $"'{program}' does not exist. Install it or correct its path."),
            LibC.EACCES when Directory.Exists(program) => new(ProcessStartFailure.NotExecutable,
                $"'{program}' is a folder, not a program. Give the path of the program."),
            LibC.EACCES when ExecutableLookup.IsExecutable(program) => new(ProcessStartFailure.NotExecutable,
                $"'{program}' or its working folder '{start.WorkingDirectory}' may not be used by this user ({reason}). Check the permissions of both."),
            LibC.EACCES or LibC.EPERM => new(ProcessStartFailure.NotExecutable,
                $"'{program}' may not be executed ({reason}). Make it executable (chmod +x) or choose another program."),
            LibC.ENOEXEC => new(ProcessStartFailure.NotExecutable,
                $"'{program}' is no program for this machine, or a script without a first line such as '#!/bin/sh'."),
            LibC.E2BIG => new(ProcessStartFailure.Refused,
                $"'{program}' was not started: its arguments and environment are too long for the operating system. Pass long text by standard input or a file."),
            _ => new(ProcessStartFailure.Refused,
                $"'{program}' was not started: {reason} (errno {errno}). Close other programs or raise the limits of processes and open files."),
        };
    }
}
