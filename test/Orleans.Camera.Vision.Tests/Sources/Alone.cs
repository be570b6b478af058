namespace Orleans.Camera.Vision.Tests.Sources;

/// <summary>Tests that run while no other runs, because they measure time or memory of the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
