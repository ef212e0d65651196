using Homeport.Platform.Processes;
using Homeport.Platform.Sandboxes;

namespace Homeport.Worker.Sandboxes;

/// <summary>What is done to a program before it starts, so that it runs where its task may.</summary>
internal abstract class Confinement
{
    /// <summary>The task's programs run as the person does.</summary>
    public static Confinement None { get; } = new Unconfined();

    /// <summary>Programs are those of this machine, found in its PATH; in a container they are the image's.</summary>
    public virtual bool HasOurPrograms => true;

    /// <summary>It is confined at all.</summary>
    public virtual bool IsConfined => true;

    public abstract ProcessStart Apply(ProcessStart start, bool hasTerminal = false);

    private sealed class Unconfined : Confinement
    {
        public override bool IsConfined => false;

        public override ProcessStart Apply(ProcessStart start, bool hasTerminal = false) => start;
    }
}

/// <summary>By bubblewrap, with this machine's own programs.</summary>
internal sealed class SandboxConfinement(string bubblewrap, SandboxSpec spec, ToolFolders tools, IReadOnlyCollection<string> hidden) : Confinement
{
    public override ProcessStart Apply(ProcessStart start, bool hasTerminal = false)
    {
        var environment = ConfinedEnvironment.Of(start.Environment, hidden);
        return Bubblewrap.Wrap(
            bubblewrap, start with { Environment = environment }, spec with { Mounts = [.. tools.OfProgram(start.FileName), .. spec.Mounts] });
    }
}

/// <summary>By Podman or Docker, with the programs of an image.</summary>
internal sealed class ContainerConfinement(
    ContainerEngine engine, ContainerSpec container, SandboxSpec spec, OwnProgram own, WorkerOptions options, IReadOnlyCollection<string> hidden) : Confinement
{
    public override bool HasOurPrograms => false;

    public override ProcessStart Apply(ProcessStart start, bool hasTerminal = false)
    {
        var environment = ConfinedEnvironment.Of(start.Environment, hidden);
        var mounts = spec.Mounts;
        if (own.Is(start.FileName))
        {
            mounts = [.. own.Mounts(), .. mounts];
            OwnProgram.AddTo(environment);
        }

        return engine.Wrap(
            start with { Environment = environment }, spec with { Mounts = mounts }, container with { HasTerminal = hasTerminal }, options.Environment);
    }
}
