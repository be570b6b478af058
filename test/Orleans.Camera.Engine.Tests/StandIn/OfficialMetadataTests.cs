namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>
/// Holds the stand-in against the metadata of the official Microsoft.Orleans.Core.Abstractions: it may have less, but
/// nothing that Orleans lacks, or has otherwise.
/// </summary>
public class OfficialMetadataTests
{
    private static readonly Dictionary<string, TypeSurface> Official =
        AssemblySurface.Read(Path.Combine(AppContext.BaseDirectory, "official", "Orleans.Core.Abstractions.dll"));

    private static readonly Dictionary<string, TypeSurface> StandIn = AssemblySurface.Read(typeof(Grain).Assembly.Location);

    [Fact]
    public void Every_member_of_the_stand_in_is_a_member_of_Orleans()
    {
        var strange = from type in StandIn.Values
                      where Official.ContainsKey(type.Name)
                      from member in type.Members
                      where !Official[type.Name].Members.Contains(member)
                      select $"{type.Name}: {member}";

        None(strange);
    }

    [Fact]
    public void Every_type_of_the_stand_in_has_the_kind_base_and_interfaces_that_it_has_in_Orleans()
    {
        var strange = from type in StandIn.Values
                      where Official.ContainsKey(type.Name)
                      let official = Official[type.Name]
                      from fault in (string[])
                      [
                          .. type.Kind == official.Kind ? [] : (string[])[$"{type.Kind} is {official.Kind}"],
                          .. type.Interfaces.Except(official.Interfaces).Select(one => $"no {one}"),
                      ]
                      select $"{type.Name}: {fault}";

        None(strange);
    }

    [Fact]
    public void A_public_type_is_one_of_the_abstractions_or_listed_with_the_assembly_that_has_it()
    {
        var elsewhere = StandIn.Keys.Except(Official.Keys).ToArray();

        None(elsewhere.Except(OtherAssemblies.Types));
        None(OtherAssemblies.Types.Except(elsewhere));
        Assert.True(StandIn.Count - elsewhere.Length > 50, "Hardly any type was compared.");
    }

    [Fact]
    public void An_enum_has_all_the_values_that_Orleans_gives_it()
    {
        foreach (var type in StandIn.Values.Where(type => type.Kind.Contains("System.Enum", StringComparison.Ordinal)))
        {
            if (Official.TryGetValue(type.Name, out var official))
            {
                Assert.Equal(official.Members.Order(), type.Members.Order());
            }
        }
    }

    /// <summary>As Assert.Empty, but shows all of them.</summary>
    private static void None(IEnumerable<string> found)
    {
        var all = found.Order(StringComparer.Ordinal).ToArray();
        if (all.Length > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, all));
        }
    }
}
