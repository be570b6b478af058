using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Grains.Roster;
using Orleans.Camera.Placement.Cameras;
using Orleans.Camera.Testing.Clocks;

namespace Orleans.Camera.Grains.Tests.Roster;

public class MembershipWatchTests
{
    [Fact]
    public async Task It_goes_on_after_a_call_that_fails_in_a_way_that_nobody_expects()
    {
        var clock = new ManualClock();
        var calls = Channel.CreateUnbounded<int>();
        var count = 0;
        var roster = Substitute.For<ICameraRosterGrain>();
        roster.GetDrainedAsync().Returns(_ =>
        {
            calls.Writer.TryWrite(++count);
            return Task.FromException<IReadOnlyList<string>>(new InvalidOperationException("the directory's table is away"));
        });
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<ICameraRosterGrain>(MembershipWatch.Site).Returns(roster);
        var membership = Substitute.For<IClusterMembershipService>();
        membership.MembershipUpdates.Returns(Channel.CreateUnbounded<ClusterMembershipSnapshot>().Reader.ReadAllAsync());
        using var watch = new MembershipWatch(
            grains, membership, Substitute.For<ILocalSiloDetails>(), new PlacementBoard(clock), clock, NullLogger<MembershipWatch>.Instance);
        await watch.StartAsync(default);

        // It begins on a thread of its own, so that time passes until it has called.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var call = 1; call <= 3; call++)
        {
            int seen;
            while (!calls.Reader.TryRead(out seen))
            {
                limit.Token.ThrowIfCancellationRequested();
                clock.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }

            Assert.Equal(call, seen);
        }

        await watch.StopAsync(default);
    }
}
