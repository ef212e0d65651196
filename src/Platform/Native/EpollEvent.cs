using System.Runtime.InteropServices;

namespace Homeport.Platform.Native;

/// <summary>
/// <c>struct epoll_event</c> is packed on x64 only: there the data sits at offset 4, elsewhere at 8.
/// This type is the larger of both; <see cref="Fd"/> reads the right place and <see cref="Stride"/> steps through an array.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct EpollEvent
{
    public uint Events;
    private int _packed;
    private int _aligned;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64;

    /// <summary>Bytes from one event to the next in what epoll_wait fills.</summary>
    public static int Stride => IsPacked ? 12 : 16;

    public int Fd
    {
        readonly get => IsPacked ? _packed : _aligned;
        set => (_packed, _aligned) = IsPacked ? (value, 0) : (0, value);
    }
}

/// <summary><c>struct timespec</c> on 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}
