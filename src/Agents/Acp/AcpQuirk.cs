namespace Homeport.Agents.Acp;

/// <summary>What is different in some versions of an agent.</summary>
/// <param name="Versions">Where it is so.</param>
/// <param name="Change">The dialect of those versions, made from that of the newest.</param>
internal sealed record AcpQuirk(VersionRange Versions, Func<AcpDialect, AcpDialect> Change);
