namespace Homeport.Cli.Diagnostics;

/// <summary>Answer of <c>homeport diagnostics --json</c>.</summary>
/// <param name="Path">The zip file that was written.</param>
internal sealed record BundleReport(string Path);
