using Orleans.Camera.Engine.Tests.Cluster;

namespace Orleans.Camera.Engine.Tests.Reminding;

[Collection("features")]
public class ReminderTests(FeaturesCluster features)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);
    private readonly EngineCluster _cluster = features.Cluster;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_reminder_ticks_again_and_again_and_begins_its_grain_where_it_must(int silo)
    {
        var key = $"reminded {silo}";
        var grain = _cluster.On<IRemindedGrain>(silo, key, silo);
        await grain.RemindAsync("tick", Soon, Soon);
        await _cluster.Journal.Seen(key, "tick 1");

        await grain.DeactivateAsync();

        await _cluster.Journal.Seen(key, "tick 4");
        await grain.ForgetAsync("tick");
        Assert.All(_cluster.Journal.Of($"{key} status"), status => Assert.Equal($"True {Soon} Utc", status));
    }

    [Fact]
    public async Task A_reminder_is_there_from_its_registration_until_it_is_unregistered()
    {
        var grain = Grain("registered");
        Assert.False(await grain.HasAsync("a"));

        await grain.RemindAsync("a", Late, Late);
        await grain.DeactivateAsync();
        Assert.True(await grain.HasAsync("a"));
        Assert.False(await grain.HasAsync("b"));
        Assert.False(await Grain("another").HasAsync("a"));

        await grain.ForgetAsync("a");
        Assert.False(await grain.HasAsync("a"));
    }

    [Fact]
    public async Task Registering_again_changes_when_it_ticks()
    {
        var grain = Grain("changed");
        await grain.RemindAsync("tick", Late, Late);

        // A reminder whose time passes while it is being registered ticks one period later on Orleans, so the period is short too.
        await grain.RemindAsync("tick", Soon, Soon);

        await _cluster.Journal.Seen("changed", "tick 1");
        await grain.ForgetAsync("tick");
    }

    [Fact]
    public async Task A_reminder_that_was_changed_is_not_unregistered_by_what_was_known_before()
    {
        var grain = Grain("stale");

        await Assert.ThrowsAsync<ReminderException>(() => grain.ForgetOldAsync("a"));

        Assert.True(await grain.HasAsync("a"));
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Grain("hasty").RemindAsync("a", Soon, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public async Task A_grain_that_cannot_be_reminded_cannot_register()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _cluster.Client(0).GetGrain<IForgetfulGrain>("x").RemindAsync());
    }

    private IRemindedGrain Grain(string key) => _cluster.Client(0).GetGrain<IRemindedGrain>(key);
}
