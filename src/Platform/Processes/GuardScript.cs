namespace Homeport.Platform.Processes;

/// <summary>
/// What the guard's shell runs, by the way in which the system tells the environment of other processes. POSIX, so that it runs
/// anywhere and costs about 1.5 MB.
/// </summary>
internal sealed class GuardScript
{
    private GuardScript(string finder, params string[] tools) => (Text, Tools) = (Body.Replace("FINDER", finder, StringComparison.Ordinal), tools);

    // $1 is the marker. The pipe's end is our death; a line on it is our leave. SIGTERM first, a second of grace, then
    // SIGKILL until nobody carries the marker.
    private const string Body = """
        trap '' HUP INT QUIT TERM
        read -r leave && exit 0
        FINDER
        pids=$(marked "$1")
        [ -z "$pids" ] && exit 0
        kill -TERM $pids 2>/dev/null
        round=0
        while [ $round -lt 300 ]; do
          pids=$(marked "$1")
          [ -z "$pids" ] && exit 0
          [ $round -ge 20 ] && kill -KILL $pids 2>/dev/null
          round=$((round + 1))
          sleep 0.05
        done
        exit 1
        """;

    /// <summary>Linux: each process has a file with its environment.</summary>
    public static GuardScript ByProcessFolder { get; } = new(
        """marked() { grep -lsF -e "$1" /proc/[0-9]*/environ | while read -r file; do file=${file#/proc/}; echo "${file%/environ}"; done; }""",
        "grep", "sleep");

    /// <summary>The whole command line, passed to <c>sh -c</c>.</summary>
    public string Text { get; }

    /// <summary>What it needs in PATH beside <c>sh</c>.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>
    /// macOS: the list of processes has it behind the command line. The guard's own shells carry the marker there too, as an
    /// argument, and are told by the name before it.
    /// </summary>
    /// <param name="allWithEnvironment">The options of <c>ps</c> for every process with its environment, unshortened.</param>
    public static GuardScript ByProcessList(string allWithEnvironment) => new(
        $$"""marked() { ps {{allWithEnvironment}} -o pid=,command= | while read -r pid rest; do case $rest in *homeport-guard\ "$1"*) ;; *"$1"*) echo "$pid" ;; esac; done; }""",
        "ps", "sleep");
}
