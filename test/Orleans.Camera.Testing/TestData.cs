namespace Orleans.Camera.Testing;

/// <summary>Real clips and vectors of other people, in the folder that the environment variable CAMERA_TEST_DATA names.</summary>
public static class TestData
{
    public const string Variable = "CAMERA_TEST_DATA";

    /// <summary>The folder; null where the variable is unset or names no folder.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Why a test that needs this file is skipped; null where the file is there.</summary>
    /// <param name="relativePath">For example <c>clips/car-top-view/car-detection.mp4</c>.</param>
    public static string? ReasonToSkip(string relativePath) => Folder switch
    {
        null => $"{Variable} names no folder with test data",
        var folder when !File.Exists(System.IO.Path.Combine(folder, relativePath)) => $"{relativePath} is not in the folder that {Variable} names",
        _ => null,
    };

    /// <summary>The full path of a file of the test data.</summary>
    public static string Path(string relativePath) => System.IO.Path.Combine(
        Folder ?? throw new InvalidOperationException($"{Variable} names no folder with test data."), relativePath);
}
