namespace Homeport.Worker.Tests;

/// <summary>Tests that count something of the whole process and so cannot have others beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
