namespace Homeport.Platform.Native;

internal static class OperatingSystemSupport
{
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public static void DemandLinux(string what)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                $"{what} works on Linux only in this version. Run Homeport on Linux, in WSL 2 or in a container.");
        }
    }
}
