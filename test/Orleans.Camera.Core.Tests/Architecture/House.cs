using System.Xml.Linq;

namespace Orleans.Camera.Core.Tests.Architecture;

/// <summary>The files of this repository.</summary>
internal static class House
{
    /// <summary>The folder of the solution, above the one where the tests run.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Projects below <c>src</c> or <c>test</c>, by name.</summary>
    public static IReadOnlyDictionary<string, Project> Projects(string folder) =>
        Files(folder, "*.csproj").Select(Project.Read).ToDictionary(project => project.Name, StringComparer.Ordinal);

    /// <summary>Files below a folder, without what a build leaves behind.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.Camera.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    internal sealed record Project(string Name, string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
    {
        public static Project Read(string path)
        {
            var document = XDocument.Load(path);
            var projects = document.Descendants("ProjectReference")
                .Select(reference => System.IO.Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            var packages = document.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);
            return new Project(System.IO.Path.GetFileNameWithoutExtension(path), path, [.. projects], [.. packages]);
        }
    }
}
