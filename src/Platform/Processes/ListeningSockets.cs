using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>Finds at which TCP ports a set of processes listens: the sockets in <c>/proc/PID/fd</c> that <c>/proc/PID/net/tcp</c> knows as listening.</summary>
public static class ListeningSockets
{
    private const string Listening = "0A";
    private const string SocketLink = "socket:[";

    /// <param name="processes">Of one network namespace, that of the first which is still there.</param>
    /// <returns>In the order of their ports; one for each port and address.</returns>
    public static IReadOnlyList<ListeningSocket> Of(IReadOnlyList<int> processes)
    {
        OperatingSystemSupport.DemandLinux("Finding the ports of a program");
        if (processes.Count == 0)
        {
            return [];
        }

        var bound = new Dictionary<long, IPEndPoint>();
        foreach (var table in (string[])["tcp", "tcp6"])
        {
            ReadTable(processes, table, bound);
        }

        var found = new Dictionary<IPEndPoint, ListeningSocket>();
        foreach (var process in bound.Count == 0 ? [] : processes)
        {
            foreach (var inode in SocketsOf(process))
            {
                if (bound.TryGetValue(inode, out var endPoint))
                {
                    found.TryAdd(endPoint, new ListeningSocket(endPoint.Port, endPoint.Address, process));
                }
            }
        }

        return [.. found.Values.OrderBy(socket => socket.Port).ThenBy(socket => socket.Address.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>From <c>0: 0100007F:1F90 00000000:0000 0A … inode …</c>, the inode in column 10; proc_pid_net(5).</summary>
    internal static bool TryParse(string line, out IPEndPoint endPoint, out long inode)
    {
        (endPoint, inode) = (new IPEndPoint(0, 0), 0);
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (columns.Length < 10 || columns[3] != Listening || !long.TryParse(columns[9], NumberStyles.None, CultureInfo.InvariantCulture, out inode))
        {
            return false;
        }

        var local = columns[1].Split(':');
        if (local.Length != 2 || local[0].Length is not (8 or 32)
            || !int.TryParse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return false;
        }

        // Words of four bytes, each in the machine's own order.
        var bytes = new byte[local[0].Length / 2];
        for (var word = 0; word < bytes.Length / 4; word++)
        {
            if (!uint.TryParse(local[0].AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(word * 4), BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        }

        endPoint = new IPEndPoint(new IPAddress(bytes), port);
        return true;
    }

    private static void ReadTable(IReadOnlyList<int> processes, string table, Dictionary<long, IPEndPoint> bound)
    {
        foreach (var process in processes)
        {
            try
            {
                foreach (var line in File.ReadLines($"/proc/{process}/net/{table}"))
                {
                    if (TryParse(line, out var endPoint, out var inode))
                    {
                        bound[inode] = endPoint;
                    }
                }

                return;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile; the next one tells the same.
            }
        }
    }

    private static List<long> SocketsOf(int process)
    {
        var sockets = new List<long>();
        try
        {
            foreach (var file in Directory.EnumerateFileSystemEntries($"/proc/{process}/fd"))
            {
                if (ReadLink(file) is { } target && target.StartsWith(SocketLink, StringComparison.Ordinal)
                    && long.TryParse(target.AsSpan(SocketLink.Length, target.Length - SocketLink.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var inode))
                {
                    sockets.Add(inode);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's.
        }

        return sockets;
    }

    private static unsafe string? ReadLink(string path)
    {
        var target = stackalloc byte[64]; // "socket:[…]" fits; anything longer is no socket
        using var name = new NativeStrings([path]);
        var length = LibC.readlink(name.Vector[0], target, 64);
        return length is > 0 and < 64 ? Marshal.PtrToStringUTF8((nint)target, (int)length) : null;
    }
}
