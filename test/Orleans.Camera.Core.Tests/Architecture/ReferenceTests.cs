using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Core.Tests.Architecture;

public class ReferenceTests
{
    private const string Prefix = "Orleans.Camera.";

    /// <summary>
    /// What each project may know. The command line is the composition root of <c>count</c>, as the silo is of a cluster: these two
    /// see the parts, and no part sees them; it starts silos, and speaks to clusters as an integrator does. Its <c>demo</c> shows a generated scene, and those live with the tests.
    /// </summary>
    private static readonly Dictionary<string, string[]> _mayKnow = new(StringComparer.Ordinal)
    {
        ["Abstractions"] = [],
        ["Core"] = [],
        ["Vision"] = ["Core", "Abstractions"],
        ["Storage"] = ["Core", "Abstractions"],
        ["Placement"] = ["Core", "Abstractions"],
        ["Grains"] = ["Abstractions", "Core", "Placement"],
        ["Gateway"] = ["Abstractions"],
        ["Cli"] = ["Abstractions", "Core", "Vision", "Silo", "Testing"],
        ["Silo"] = ["Abstractions", "Core", "Vision", "Placement", "Grains", "Storage", "Gateway"],
    };

    [Fact]
    public void References_between_projects_point_one_way()
    {
        var projects = House.Projects("src").Values.Where(project => project.Name.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(projects);
        Assert.All(projects, project =>
        {
            var name = project.Name[Prefix.Length..];
            Assert.True(_mayKnow.ContainsKey(name), $"{project.Name} is no project of this house");
            var known = project.Projects.Where(reference => reference.StartsWith(Prefix, StringComparison.Ordinal));
            Assert.All(known, reference => Assert.Contains(reference[Prefix.Length..], _mayKnow[name]));
        });
    }

    [Fact]
    public void Only_the_demo_knows_generated_scenes_and_nobody_knows_a_test()
    {
        var tests = House.Projects("test").Keys.ToHashSet(StringComparer.Ordinal);
        var known = House.Projects("src").Values.SelectMany(project => project.Projects.Where(tests.Contains), (project, test) => (project.Name, test));

        Assert.Subset(new HashSet<(string, string)> { (Prefix + "Cli", Prefix + "Testing") }, known.ToHashSet());
    }

    [Fact]
    public void Core_references_only_the_base_class_library()
    {
        var core = House.Projects("src")["Orleans.Camera.Core"];
        var references = typeof(LineCounter).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.Empty(core.Projects);
        Assert.Empty(core.Packages);
        Assert.All(references, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_project_belongs_to_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(House.Root, "Orleans.Camera.sln"));
        var projects = House.Projects("src").Values.Concat(House.Projects("test").Values);

        Assert.All(projects, project => Assert.Contains($"{project.Name}.csproj", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Package_versions_live_in_one_file()
    {
        var files = House.Files("src", "*.csproj").Concat(House.Files("test", "*.csproj"));

        Assert.All(files, path => Assert.DoesNotMatch("PackageReference[^>]*Version=", File.ReadAllText(path)));
    }
}
