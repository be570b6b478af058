using System.Reflection;

namespace Orleans.Camera.Silo.Hosting;

/// <summary>Which engine is loaded, asked of the assembly itself.</summary>
public static class EngineInfo
{
    /// <summary>For example <c>Microsoft Orleans 10.4.2</c>, or <c>Orleans.StandIn 0.1.0</c>.</summary>
    public static string Name
    {
        get
        {
            var assembly = typeof(IGrain).Assembly;
            var name = assembly.GetName().Name == "Orleans.StandIn" ? "Orleans.StandIn" : "Microsoft Orleans";
            return $"{name} {VersionOf(assembly)}";
        }
    }

    /// <summary>The version of this program: silos of one cluster have the same.</summary>
    public static string Version => VersionOf(typeof(EngineInfo).Assembly);

    private static string VersionOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return version.Split('+')[0];
    }
}
