using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Homeport.Platform.Processes;

/// <summary>
/// Windows: a job object that holds this process and, as jobs are inherited, everything it starts. The kernel ends them all when
/// the last handle is closed, and the only one is ours: however we die, nothing of ours outlives us. Disposing it is the clean
/// stop: it takes that back first. (Job Objects, <c>JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE</c>, Windows API.)
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class OwnJob : IDisposable
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;

    private readonly SafeFileHandle _job;

    private OwnJob(SafeFileHandle job) => _job = job;

    /// <exception cref="Win32Exception">The system refused it.</exception>
    public static OwnJob Enter()
    {
        var job = new OwnJob(CreateJobObject(0, null)); // the handle is not inherited: a child that held it would keep the job alive
        try
        {
            job.Limit(KillOnJobClose);
            Demand(AssignProcessToJobObject(job._job, GetCurrentProcess()));
            return job;
        }
        catch
        {
            job._job.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_job.IsClosed)
        {
            Limit(0);
            _job.Dispose();
        }
    }

    private void Limit(uint flags)
    {
        var limits = new ExtendedLimits { Basic = new BasicLimits { Flags = flags } };
        Demand(SetInformationJobObject(_job, ExtendedLimitInformation, in limits, Marshal.SizeOf<ExtendedLimits>()));
    }

    private static void Demand(int isDone)
    {
        if (isDone == 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int SetInformationJobObject(SafeFileHandle job, int kind, in ExtendedLimits limits, int length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int AssignProcessToJobObject(SafeFileHandle job, nint process);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentProcess();

    /// <summary>JOBOBJECT_BASIC_LIMIT_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicLimits
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint LeastWorkingSet;
        public nuint MostWorkingSet;
        public uint MostProcesses;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
    }

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with IO_COUNTERS as six numbers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public BasicLimits Basic;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong ReadBytes;
        public ulong WrittenBytes;
        public ulong OtherBytes;
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
