using System.Collections;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Camera.Testing.Servers;

namespace Orleans.Camera.Abstractions.Tests;

/// <summary>Takes anything along and brings it back.</summary>
public interface IMirrorGrain : IGrainWithStringKey
{
    Task<object?> ReflectAsync(object? value);

    Task<SiloAddress> GetSiloAsync();
}

public sealed class MirrorGrain : Grain, IMirrorGrain
{
    public Task<object?> ReflectAsync(object? value) => Task.FromResult(value);

    public Task<SiloAddress> GetSiloAsync() => Task.FromResult(GrainContext.Address.SiloAddress!);
}

/// <summary>Every type of this assembly that travels, found by looking: it goes to a grain on another silo and comes back.</summary>
public sealed class TravelTests : IAsyncLifetime
{
    private readonly List<IHost> _hosts = [];

    private SiloAddress There => _hosts[1].Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public static TheoryData<Type> Types()
    {
        var types = new TheoryData<Type>();
        foreach (var type in Travelling().Where(type => !type.IsAbstract))
        {
            types.Add(type);
        }

        return types;
    }

    public async Task InitializeAsync()
    {
        var (id, primary) = ($"travel-{Guid.NewGuid():N}", new IPEndPoint(IPAddress.Loopback, FreePort.Take()));
        for (var silo = 0; silo < 2; silo++)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Logging.ClearProviders();
            var port = silo == 0 ? primary.Port : FreePort.Take();
            builder.UseOrleans(orleans => orleans.UseLocalhostClustering(port, FreePort.Take(), primary, "travel-tests", id));
            var host = builder.Build();
            await host.StartAsync();
            _hosts.Add(host);
        }

        // A silo that has joined is not yet a place for grains of the other: that one must hear of it.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await Grain(Guid.NewGuid().ToString("N")).GetSiloAsync()).Equals(There))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Everything_that_travels_arrives_as_it_was_sent(Type type)
    {
        var sent = Sample(type, depth: 0)!;

        var back = await Grain(type.Name).ReflectAsync(sent);

        Assert.NotSame(sent, back);
        Assert.Equal(Show(sent), Show(back));
    }

    [Fact]
    public void Whatever_travels_has_a_name_of_its_own_and_a_number_for_each_member()
    {
        var types = Travelling().ToArray();
        var names = types.Select(type => type.GetCustomAttributes<AliasAttribute>(inherit: false).SingleOrDefault()?.Alias).ToArray();

        Assert.True(types.Length >= 12);
        Assert.All(names, Assert.NotNull);
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(types.Where(type => !type.IsEnum && !typeof(Exception).IsAssignableFrom(type)), type =>
        {
            var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            var numbers = members.Select(member => member.GetCustomAttribute<IdAttribute>()?.Id).ToArray();
            Assert.All(numbers, number => Assert.NotNull(number));
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
        });
    }

    private IMirrorGrain Grain(string key)
    {
        RequestContext.Set(Orleans.Runtime.Placement.IPlacementDirector.PlacementHintKey, There);
        return _hosts[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IMirrorGrain>(key);
    }

    private static IEnumerable<Type> Travelling() =>
        typeof(CameraDefinition).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    /// <summary>A value that differs from the default in every member.</summary>
    private static object? Sample(Type type, int depth) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Sample(inner, depth)
        : type == typeof(string) ? $"text {depth} äß"
        : type == typeof(bool) ? true
        : type == typeof(int) ? 7 + depth
        : type == typeof(long) ? (1L << 40) + depth
        : type == typeof(float) ? 0.125f
        : type == typeof(double) ? 2.5
        : type == typeof(TimeSpan) ? TimeSpan.FromTicks(123_456_789)
        : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7)
        : type.IsEnum ? Enum.GetValues(type).Cast<object>().Last()
        : typeof(Exception).IsAssignableFrom(type) ? Activator.CreateInstance(type, "what, where, what to do")
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Items(type.GetGenericArguments()[0], depth)
        : Made(type, depth);

    private static Array Items(Type item, int depth)
    {
        var items = Array.CreateInstance(item, 2);
        items.SetValue(Sample(item, depth + 1), 0);
        items.SetValue(Sample(item, depth + 2), 1);
        return items;
    }

    private static object Made(Type type, int depth)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType, depth + 1))]);
        foreach (var member in type.GetProperties().Where(member => member.CanWrite && constructor.GetParameters().Length == 0))
        {
            member.SetValue(made, Sample(member.PropertyType, depth + 1));
        }

        return made;
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => text,
        Exception exception => $"{exception.GetType()}: {exception.Message}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
        _ when value.GetType().Assembly == typeof(CameraDefinition).Assembly && !value.GetType().IsEnum =>
            $"{value.GetType().Name} {{ {string.Join(", ", value.GetType().GetProperties().Select(member => $"{member.Name} = {Show(member.GetValue(value))}"))} }}",
        DateTimeOffset time => time.ToString("O"),
        _ => $"{value}",
    };
}
