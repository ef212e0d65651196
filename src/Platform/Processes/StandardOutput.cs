using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>The standard output of this process.</summary>
public static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>
    /// Whether whoever reads it is still there, as <c>head</c> is not once it has enough. The runtime ignores the signal and the
    /// error that tell other programs. True where it cannot be known.
    /// </summary>
    public static unsafe bool IsRead
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return true;
            }

            var asked = new PollRequest { Descriptor = Descriptor };
            return LibC.poll(&asked, 1, timeout: 0) <= 0 || (asked.Happened & LibC.POLLERR) == 0;
        }
    }
}
