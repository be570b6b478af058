using Xunit;

namespace Orleans.Camera.Testing;

/// <summary>A fact about a file of the test data; skipped, with the reason, where the file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TestDataFactAttribute : FactAttribute
{
    /// <param name="relativePath">The file below the test data folder.</param>
    public TestDataFactAttribute(string relativePath)
    {
        RelativePath = relativePath;
        Skip = TestData.ReasonToSkip(relativePath);
    }

    public string RelativePath { get; }
}
