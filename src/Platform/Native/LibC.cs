using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>The calls we make into the C library on Linux. Numbers are the generic Linux ABI (x64 and arm64 agree).</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public const int SIGHUP = 1;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;

    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int ETXTBSY = 26;
    public const int EIO = 5;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EEXIST = 17;
    public const int EXDEV = 18;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int EMFILE = 24;
    public const int ENOSYS = 38;
    public const int ELOOP = 40;
    public const int EOPNOTSUPP = 95;

    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_NOCTTY = 0x100;
    public const int O_APPEND = 0x400;
    public const int O_EXCL = 0x80;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;
    public const int O_PATH = 0x200000;

    public const int F_DUPFD_CLOEXEC = 1030;
    public const int WNOHANG = 1;
    public const int CLOCK_BOOTTIME = 7;

    public const nuint TCGETS = 0x5401;
    public const nuint TCSETS = 0x5402;
    public const nuint TIOCSWINSZ = 0x5414;
    public const short POLLERR = 0x8;
    public const uint IUTF8 = 0x4000;

    public const int EPOLLIN = 1;
    public const int EPOLLOUT = 4;
    public const int EPOLLERR = 8;
    public const int EPOLLHUP = 0x10;
    public const uint EPOLLET = 0x80000000;
    public const int EPOLL_CTL_ADD = 1;
    public const int EPOLL_CTL_DEL = 2;

    public const short POSIX_SPAWN_SETSIGDEF = 0x04;
    public const short POSIX_SPAWN_SETSIGMASK = 0x08;
    public const short POSIX_SPAWN_SETSID = 0x80;

    /// <summary>arm64 kept its own number.</summary>
    public static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>arm64 kept its own number.</summary>
    public static readonly int O_NOFOLLOW = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    public const int AT_FDCWD = -100;
    public const uint RENAME_NOREPLACE = 1;
    public const int AT_SYMLINK_NOFOLLOW = 0x100;
    public const int AT_EMPTY_PATH = 0x1000;
    public const uint STATX_BASIC_STATS = 0x7ff;
    public const int LOCK_EX = 2;
    public const int LOCK_NB = 4;
    public const ulong RESOLVE_NO_MAGICLINKS = 0x02;
    public const ulong RESOLVE_NO_SYMLINKS = 0x04;
    public const ulong RESOLVE_BENEATH = 0x08;

    private const nint SYS_pidfd_send_signal = 424;
    private const nint SYS_pidfd_open = 434;
    private const nint SYS_openat2 = 437;

    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_init(void* actions);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_destroy(void* actions);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int target);
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);
    [LibraryImport(Library)] public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);
    [LibraryImport(Library)] public static partial int posix_spawnattr_init(void* attributes);
    [LibraryImport(Library)] public static partial int posix_spawnattr_destroy(void* attributes);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setflags(void* attributes, short flags);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);
    [LibraryImport(Library)] public static partial int posix_spawnattr_setsigmask(void* attributes, void* set);
    [LibraryImport(Library)] public static partial int sigfillset(void* set);
    [LibraryImport(Library)] public static partial int sigemptyset(void* set);
    [LibraryImport(Library)]
    public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library, SetLastError = true)] public static partial int pipe2(int* fds, int flags);
    [LibraryImport(Library, SetLastError = true)] public static partial int fcntl(int fd, int command, int argument);
    [LibraryImport(Library, SetLastError = true)] public static partial int open(byte* path, int flags, uint mode);
    [LibraryImport(Library, SetLastError = true)] public static partial nint read(int fd, byte* buffer, nuint count);
    [LibraryImport(Library, SetLastError = true)] public static partial nint read(SafeHandle file, byte* buffer, nuint count);
    [LibraryImport(Library, SetLastError = true)] public static partial nint write(SafeHandle file, byte* buffer, nuint count);
    [LibraryImport(Library, SetLastError = true)] public static partial int ioctl(SafeHandle file, nuint request, void* argument);
    [LibraryImport(Library, SetLastError = true)] public static partial int posix_openpt(int flags);
    [LibraryImport(Library, SetLastError = true)] public static partial int grantpt(SafeHandle master);
    [LibraryImport(Library, SetLastError = true)] public static partial int unlockpt(SafeHandle master);
    [LibraryImport(Library)] public static partial int ptsname_r(SafeHandle master, byte* name, nuint size);
    [LibraryImport(Library, SetLastError = true)] public static partial nint readlink(byte* path, byte* target, nuint size);
    [LibraryImport(Library, SetLastError = true)] public static partial int close(int fd);
    [LibraryImport(Library, SetLastError = true)] public static partial int kill(int pid, int signal);
    [LibraryImport(Library, SetLastError = true)] public static partial int waitpid(int pid, int* status, int options);
    [LibraryImport(Library, SetLastError = true)] public static partial int epoll_create1(int flags);
    [LibraryImport(Library, SetLastError = true)] public static partial int epoll_ctl(int epoll, int operation, int fd, EpollEvent* ev);
    [LibraryImport(Library, SetLastError = true)] public static partial int epoll_ctl(int epoll, int operation, SafeHandle file, EpollEvent* ev);
    [LibraryImport(Library, SetLastError = true)] public static partial int epoll_wait(int epoll, EpollEvent* events, int count, int timeout);
    [LibraryImport(Library, SetLastError = true)] public static partial int poll(PollRequest* requests, nuint count, int timeout);
    [LibraryImport(Library, SetLastError = true)] public static partial int clock_gettime(int clock, TimeSpec* time);

    [LibraryImport(Library, SetLastError = true)] public static partial int flock(int fd, int operation);
    [LibraryImport(Library, SetLastError = true)] public static partial int fsync(int fd);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdirat(int folder, string name, uint mode);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int symlinkat(string target, int folder, string name);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint readlinkat(int folder, string path, byte* buffer, nuint size);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unlinkat(int folder, string name, int flags);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);
    [LibraryImport(Library, SetLastError = true)] public static partial int fchmod(int fd, uint mode);
    [LibraryImport(Library, SetLastError = true)] public static partial int futimens(int fd, TimeSpec* times);
    [LibraryImport(Library, SetLastError = true)]
    public static partial nint copy_file_range(int from, long* fromOffset, int to, long* toOffset, nuint length, uint flags);
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(int folder, string path, int flags, uint mask, FileStatus* status);
    [LibraryImport(Library)] public static partial uint geteuid();
    [LibraryImport(Library)] public static partial uint getegid();

    [LibraryImport(Library, SetLastError = true, EntryPoint = "syscall")]
    private static partial nint syscall(nint number, nint a, nint b, nint c, nint d);

    /// <summary>A descriptor of a process that is alive or not yet reaped; -1 and errno otherwise. Closed on exec.</summary>
    public static int PidfdOpen(int pid) => (int)syscall(SYS_pidfd_open, pid, 0, 0, 0);

    public static int PidfdSendSignal(int pidfd, int signal) => (int)syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0);

    public static int OpenAt2(int folder, byte* path, OpenHow* how) =>
        (int)syscall(SYS_openat2, folder, (nint)path, (nint)how, sizeof(OpenHow));

    /// <summary>errno of the last call, as a sentence.</summary>
    public static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
