using System.Text.RegularExpressions;

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

    [Fact]
    public void The_top_level_is_complete_and_has_nothing_else()
    {
        var found = Directory.EnumerateFileSystemEntries(House.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.')).ToArray();

        Assert.Equal(_topLevel.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\s*#(if|elif)\b", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum) Camera\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CameraType();
}
