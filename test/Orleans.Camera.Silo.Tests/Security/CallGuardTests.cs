using System.Reflection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Silo.Security;

namespace Orleans.Camera.Silo.Tests.Security;

/// <summary>Every method of the contracts, called from outside with every role, at a silo as an operator's configuration makes it.</summary>
public sealed class CallGuardTests(GuardedSilo silo) : IClassFixture<GuardedSilo>
{
    public static IEnumerable<object[]> Methods => Contracts().Select(method => new object[] { method.DeclaringType!.Name, method.Name });

    [Fact]
    public void Every_method_of_the_contracts_says_which_role_it_needs()
    {
        Assert.NotEmpty(Contracts());
        Assert.All(Contracts(), method => Assert.True(method.IsDefined(typeof(RequiresRoleAttribute)), $"{method.DeclaringType!.Name}.{method.Name} has no [RequiresRole]"));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_call_passes_with_its_role_or_a_greater_one_and_with_nothing_else(string type, string name)
    {
        var method = Contracts().Single(method => method.DeclaringType!.Name == type && method.Name == name);
        var needed = method.GetCustomAttribute<RequiresRoleAttribute>()!.Role;
        var other = new ClusterTokens(new byte[32], "camera", TimeProvider.System);

        foreach (var role in Enum.GetValues<CallerRole>())
        {
            Assert.Equal(role < needed, await IsRefusedAsync(method, silo.Tokens.Issue("test", role, TimeSpan.FromMinutes(1))));
            Assert.True(await IsRefusedAsync(method, other.Issue("test", role, TimeSpan.FromMinutes(1))));
        }

        Assert.True(await IsRefusedAsync(method, token: null));
        Assert.True(await IsRefusedAsync(method, other.IssueForSilo()));
    }

    [Fact]
    public async Task A_refusal_says_which_call_why_and_what_to_do()
    {
        silo.Show(silo.Tokens.Issue("anna", CallerRole.Viewer, TimeSpan.FromMinutes(1)));

        var refusal = await Assert.ThrowsAsync<CallRefusedException>(() => silo.Client.GetGrain<ICameraRosterGrain>("default").RemoveAsync("x"));

        Assert.Equal(
            "The call ICameraRosterGrain.RemoveAsync was refused: it needs the role admin, and the token of 'anna' has viewer: ask for one made with 'camera token --role admin'",
            refusal.Message);
    }

    [Fact]
    public async Task What_is_no_contract_needs_an_administrator()
    {
        silo.Show(silo.Tokens.Issue("ops", CallerRole.Operator, TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAsync<CallRefusedException>(() => silo.Client.GetGrain<IUnmarkedGrain>("x").AskAsync());

        silo.Show(silo.Tokens.Issue("boss", CallerRole.Admin, TimeSpan.FromMinutes(1)));
        Assert.Equal("nothing", await silo.Client.GetGrain<IUnmarkedGrain>("x").AskAsync());
    }

    [Fact]
    public async Task What_a_caller_shows_goes_no_further_and_no_client_is_told_what_a_silo_shows()
    {
        silo.Show(silo.Tokens.Issue("boss", CallerRole.Admin, TimeSpan.FromMinutes(1)));
        var listener = new Listener();

        var seen = await silo.Client.GetGrain<IUnmarkedGrain>("y").RepeatAsync(silo.Client.CreateObjectReference<IListener>(listener));

        Assert.Equal("nothing", seen);
        Assert.Equal("nothing", await listener.Heard.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static IEnumerable<MethodInfo> Contracts() => typeof(ICameraGrain).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain))).SelectMany(type => type.GetMethods());

    /// <summary>Any other answer means that the call went through.</summary>
    private async Task<bool> IsRefusedAsync(MethodInfo method, string? token)
    {
        silo.Show(token);
        object grain = method.DeclaringType == typeof(ICameraGrain) ? silo.Client.GetGrain<ICameraGrain>("nobody")
            : method.DeclaringType == typeof(IWorkerRegistryGrain) ? silo.Client.GetGrain<IWorkerRegistryGrain>(0)
            : method.DeclaringType == typeof(IModelLibraryGrain) ? silo.Client.GetGrain<IModelLibraryGrain>(0)
            : silo.Client.GetGrain<ICameraRosterGrain>("default");
        try
        {
            await (Task)method.Invoke(grain, [.. method.GetParameters().Select(parameter => ArgumentOf(parameter.ParameterType))])!;
            return false;
        }
        catch (CallRefusedException)
        {
            return true;
        }
        catch (Exception fault) when (fault is CameraException or ArgumentException)
        {
            return false;
        }
    }

    private object? ArgumentOf(Type type) =>
        type == typeof(string) ? "nobody"
        : type == typeof(CameraDefinition) ? new CameraDefinition { Name = "nobody", Source = "/nowhere", Enabled = false }
        : type == typeof(ICameraObserver) ? silo.Observer
        : type == typeof(IAlertObserver) ? silo.AlertObserver
        : type == typeof(PublishedModelRecord) ? new PublishedModelRecord("nobody", "", 1, "")
        : type == typeof(byte[]) ? Array.Empty<byte>()
        : Activator.CreateInstance(type);
}

[Alias("test.IUnmarkedGrain")]
public interface IUnmarkedGrain : IGrainWithStringKey
{
    [Alias("Ask")]
    Task<string> AskAsync();

    /// <summary>Tells a listener, and itself answers, what of a caller's token can be seen.</summary>
    [Alias("Repeat")]
    Task<string> RepeatAsync(IListener listener);
}

[Alias("test.IListener")]
public interface IListener : IGrainObserver
{
    [Alias("Hear")]
    Task HearAsync();
}

public sealed class UnmarkedGrain : Grain, IUnmarkedGrain
{
    public Task<string> AskAsync() => Task.FromResult(Listener.Shown);

    public async Task<string> RepeatAsync(IListener listener)
    {
        RequestContext.Set(CallerToken.ContextKey, "of a grain that should not");
        await listener.HearAsync();
        RequestContext.Remove(CallerToken.ContextKey);
        return await GrainFactory.GetGrain<IUnmarkedGrain>("z").AskAsync();
    }
}

internal sealed class Listener : IListener
{
    public static string Shown => RequestContext.Get(CallerToken.ContextKey) as string ?? "nothing";

    public TaskCompletionSource<string> Heard { get; } = new();

    public Task HearAsync()
    {
        Heard.TrySetResult(Shown);
        return Task.CompletedTask;
    }
}
