using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>The head of <c>struct statx</c>, which has one layout on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    [FieldOffset(16)] public uint Links;
    [FieldOffset(20)] public uint UserId;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public ulong Size;

    /// <summary>What it takes on the disk, in units of 512 bytes.</summary>
    [FieldOffset(48)] public ulong Blocks;

    [FieldOffset(96)] public long ChangedSeconds;
    [FieldOffset(104)] public uint ChangedNanoseconds;

    /// <summary>Since 1970; statx has it at its place for every field.</summary>
    [FieldOffset(112)] public long ModifiedSeconds;
    [FieldOffset(120)] public uint ModifiedNanoseconds;

    [FieldOffset(136)] public uint DeviceMajor;
    [FieldOffset(140)] public uint DeviceMinor;

    private const int TypeMask = 0xf000;

    public readonly bool IsFolder => (Mode & TypeMask) == 0x4000;
    public readonly bool IsRegular => (Mode & TypeMask) == 0x8000;
    public readonly bool IsLink => (Mode & TypeMask) == 0xa000;
    public readonly bool IsSocket => (Mode & TypeMask) == 0xc000;

    /// <summary>When content, name or mode changed last, in nanoseconds since 1970. Unlike the time of writing, nobody can set it.</summary>
    public readonly long ChangedAt => (ChangedSeconds * 1_000_000_000) + ChangedNanoseconds;

    /// <summary>Which file system it is on.</summary>
    public readonly ulong Device => ((ulong)DeviceMajor << 32) | DeviceMinor;

    /// <summary>May the group or anybody else write to it?</summary>
    public readonly bool IsWritableByOthers => (Mode & 0x12) != 0;

    /// <summary>May the group or anybody else do anything with it?</summary>
    public readonly bool IsOpenToOthers => (Mode & 0x3f) != 0;

    /// <summary>Of the thing itself, links not followed; null when there is nothing at the path.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static unsafe FileStatus? Of(string path)
    {
        FileStatus status;
        if (LibC.statx(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_BASIC_STATS, &status) == 0)
        {
            return status;
        }

        return Marshal.GetLastPInvokeError() is LibC.ENOENT or LibC.ENOTDIR
            ? null
            : throw new IOException($"'{path}' cannot be looked at: {LibC.LastError()}.");
    }

    /// <summary>Does anything of this name lie in an open folder, be it a link that leads nowhere?</summary>
    public static unsafe bool Exists(int folder, string name)
    {
        FileStatus status;
        return LibC.statx(folder, name, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_BASIC_STATS, &status) == 0;
    }

    /// <summary>Of an open descriptor.</summary>
    public static unsafe FileStatus Of(int fd)
    {
        FileStatus status;
        return LibC.statx(fd, "", LibC.AT_EMPTY_PATH, LibC.STATX_BASIC_STATS, &status) == 0
            ? status
            : throw new IOException($"An open file cannot be looked at: {LibC.LastError()}.");
    }
}
