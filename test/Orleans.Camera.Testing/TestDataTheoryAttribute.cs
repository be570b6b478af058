using Xunit;

namespace Orleans.Camera.Testing;

/// <summary>A theory about a file of the test data; skipped, with the reason, where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestDataTheoryAttribute : TheoryAttribute
{
    /// <param name="relativePath">The file below the test data folder.</param>
    public TestDataTheoryAttribute(string relativePath)
    {
        RelativePath = relativePath;
        Skip = TestData.ReasonToSkip(relativePath);
    }

    public string RelativePath { get; }
}
