using Homeport.Protocol.Projects;

namespace Homeport.Worker.Setup;

/// <summary>What was copied.</summary>
/// <param name="Files">Files and links that are new in the worktree.</param>
/// <param name="Bytes">What they hold.</param>
/// <param name="Kept">Those that were there already.</param>
/// <param name="Failed">Those that could not be copied.</param>
internal sealed record CopyOutcome(int Files, long Bytes, int Kept, IReadOnlyList<SkippedEntry> Failed);
