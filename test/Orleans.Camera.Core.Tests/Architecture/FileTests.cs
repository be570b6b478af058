using System.Text.RegularExpressions;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Core.Tests.Architecture;

public partial class FileTests
{
    private const int MostLines = 300;

    private static readonly string[] _topLevel =
        ["src", "test", "silo-config", "Directory.Build.props", "Orleans.Camera.sln", "README.md", "camera", "LICENSE"];

    /// <summary>Whose namespaces are not their folders: they speak under the names of others, on purpose.</summary>
    private static readonly string[] _otherNamespaces = ["Orleans.StandIn", "Orleans.Camera.Abstractions"];

    private static readonly string[] _code = ["*.cs", "*.py", "*.sh", "*.ts"];

    public static TheoryData<string> Folders => ["src", "test"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_file_is_longer_than_300_lines(string folder)
    {
        var files = _code.SelectMany(pattern => House.Files(folder, pattern)).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, path => Assert.True(File.ReadLines(path).Count() <= MostLines, $"{House.Relative(path)} is too long"));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_code_is_compiled_on_condition(string folder) =>
        Assert.All(House.Files(folder, "*.cs"), path => Assert.DoesNotMatch(Condition(), File.ReadAllText(path)));

    [Theory]
    [MemberData(nameof(Folders))]
    public void Namespaces_are_folders(string folder)
    {
        foreach (var project in House.Projects(folder).Values.Where(project => !_otherNamespaces.Contains(project.Name)))
        {
            var home = Path.GetDirectoryName(project.Path)!;
            foreach (var path in House.Files(House.Relative(home), "*.cs"))
            {
                var place = Path.GetRelativePath(home, Path.GetDirectoryName(path)!);
                var expected = place == "." ? project.Name : $"{project.Name}.{place.Replace(Path.DirectorySeparatorChar, '.')}";
                var declared = Namespace().Match(File.ReadAllText(path));

                // A file of top-level statements has none.
                Assert.True(
                    declared.Success ? declared.Groups[1].Value == expected : Path.GetFileName(path) is "Program.cs" or "AssemblyInfo.cs",
                    $"{House.Relative(path)} is not in the namespace {expected}");
            }
        }
    }

    [Fact]
    public void No_type_is_called_Camera() =>
        Assert.All(House.Files("src", "*.cs"), path => Assert.DoesNotMatch(CameraType(), File.ReadAllText(path)));

    /// <summary>What git knows counts: whoever tries the program leaves videos here.</summary>
    [Fact]
    public async Task The_top_level_is_complete_and_has_nothing_else()
    {
        var listing = await ProgramRun.OfAsync("git", ["-C", House.Root, "ls-files"]);
        var known = listing.ExitCode == 0
            ? listing.Lines.Select(path => path.Split('/')[0]).Distinct()
            : Directory.EnumerateFileSystemEntries(House.Root).Select(path => Path.GetFileName(path)!).Intersect(_topLevel);

        Assert.Equal(_topLevel.Order(StringComparer.Ordinal), known.Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\s*#(if|elif)\b", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum) Camera\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CameraType();
}
