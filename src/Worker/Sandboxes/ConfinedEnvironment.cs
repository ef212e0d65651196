namespace Homeport.Worker.Sandboxes;

/// <summary>The environment of a confined program: what leads to sockets and folders of the person that are not there inside is left out.</summary>
internal static class ConfinedEnvironment
{
    private static readonly string[] Left =
        ["SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "BROWSER"];

    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string> hidden)
    {
        var inside = environment
            .Where(entry => !Left.Contains(entry.Key) && !hidden.Contains(entry.Key) && !entry.Key.StartsWith("XDG_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        inside["TMPDIR"] = "/tmp";
        inside["IS_SANDBOX"] = "1"; // Claude Code asks for it before it takes the mode that never asks from root
        return inside;
    }
}
