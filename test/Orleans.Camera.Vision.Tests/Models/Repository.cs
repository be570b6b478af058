namespace Orleans.Camera.Vision.Tests.Models;

internal static class Repository
{
    /// <summary>A file of the repository in which the tests were built.</summary>
    public static string File(string relativePath)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Orleans.Camera.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, relativePath);
    }
}
