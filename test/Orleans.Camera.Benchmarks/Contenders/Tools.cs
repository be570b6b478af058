namespace Orleans.Camera.Benchmarks.Contenders;

/// <summary>Looks for what a contender needs.</summary>
internal static class Tools
{
    /// <summary>Null where the program is found on the search path; else the line that installs it.</summary>
    public static string? MissingProgram(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Any(folder => File.Exists(Path.Combine(folder, program))) ? null : NotInstalled(package);
    }

    /// <summary>What a row says whose tool is missing.</summary>
    public static string NotInstalled(string packages) => $"not installed: apt-get install {packages}";
}
