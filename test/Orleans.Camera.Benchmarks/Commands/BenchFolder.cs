namespace Orleans.Camera.Benchmarks.Commands;

/// <summary>Where the benchmark keeps what it made: <c>.camera/bench</c> of the repository, which git ignores.</summary>
internal static class BenchFolder
{
    public static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.Camera.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? Directory.GetCurrentDirectory(), ".camera", "bench");
    }
}
