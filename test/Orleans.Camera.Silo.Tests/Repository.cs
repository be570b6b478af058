namespace Orleans.Camera.Silo.Tests;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    private static readonly string _root = FindRoot();

    public static string File(string path) => Path.Combine(_root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder!.FullName, "Orleans.Camera.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
