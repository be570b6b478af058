using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Counting;

namespace Orleans.Camera.Storage.Tests;

/// <summary>What every store promises; run on each database.</summary>
public abstract class CheckpointStoreTests : IAsyncLifetime
{
    private TestStore _store = null!;

    private protected ICheckpointStore Store => _store.Checkpoints;

    public async Task InitializeAsync() => _store = await MakeAsync();

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    private protected abstract Task<TestStore> MakeAsync();

    private protected abstract Task ExecuteAsync(TestStore store, string sql);

    [Fact]
    public async Task A_camera_that_never_wrote_has_no_checkpoint()
    {
        Assert.Null(await Store.ReadAsync(Writes.Camera, default));
        Assert.Empty(await Store.ReadBeatsAsync(default));
    }

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        var next = new Checkpoint
        {
            Tag = new CheckpointTag(1, 0), Owner = "silo-1", Configuration = 7, Source = "street.mp4 1234", Sequence = 3, Announced = 2,
            Start = new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)).AddTicks(3), Frame = 901, Pts = new TimeSpan(360_333_333),
            Checksum = uint.MaxValue, Delta = new byte[] { 0, 1, 255 }, HasEnded = true,
            Base = new CheckpointBase(900, TimeSpan.FromSeconds(36), 3_000_000_000, new byte[70_000]),
            Totals = [new CrossingTotal("dør \"1\"", "person", 5, long.MaxValue)],
        };
        CameraEvent[] events =
        [
            new CrossingEvent(1, 1, "dør", Direction.Out, "person", 12, 90, Writes.Noon.AddMicroseconds(1)),
            new ZoneOccurrence(2, 1, "kiosk", ZoneEventKind.Loitering, "", 12, TimeSpan.FromDays(40), 900, Writes.Noon.AddYears(-80)),
            new GapEvent(3, 1, Writes.Noon, Writes.Noon, 0, "no answer; -- '"),
        ];

        Assert.Equal(CommitOutcome.Committed, await Store.CommitAsync(new CheckpointWrite("x", default, next, true, events), default));

        var read = await Store.ReadAsync("x", default);
        Assert.Equal(next.Delta.ToArray(), read!.Delta.ToArray());
        Assert.Equal(next.Base.State.ToArray(), read.Base!.State.ToArray());
        Assert.Equal(next.Base, read.Base with { State = next.Base.State });
        Assert.Equal(next.Totals, read.Totals);
        Assert.Equal(next, read with { Delta = next.Delta, Base = next.Base, Totals = next.Totals });
        Assert.Equal(events, await Store.ReadEventsAsync("x", 0, 10, default));
    }

    [Fact]
    public async Task A_base_stays_until_it_is_replaced_or_taken_away()
    {
        var mark = new CheckpointBase(1, default, 5, new byte[] { 9 });
        var claim = await CommitAsync(Writes.Claim(null, "a"));
        var first = await CommitAsync(WithBase(Writes.Next(claim, 0), mark));

        var second = await CommitAsync(Writes.Next(first, 1) with { HasNewBase = false });
        Assert.Equal([9], (await Store.ReadAsync(Writes.Camera, default))!.Base!.State.ToArray());

        await CommitAsync(WithBase(Writes.Next(second, 0), null));
        Assert.Null((await Store.ReadAsync(Writes.Camera, default))!.Base);
    }

    [Fact]
    public async Task A_write_that_is_sent_again_is_stored_once()
    {
        var claim = Writes.Claim(null, "a");
        var write = Writes.Next(claim.Next, 3);

        foreach (var sent in new[] { claim, claim, write, write })
        {
            Assert.Equal(CommitOutcome.Committed, await Store.CommitAsync(sent, default));
        }

        Assert.Equal(write.Events, await Store.ReadEventsAsync(Writes.Camera, 0, 10, default));
    }

    [Fact]
    public async Task A_write_of_an_owner_that_was_replaced_is_fenced_and_stores_nothing()
    {
        var old = await CommitAsync(Writes.Claim(null, "a"));
        var taken = await CommitAsync(Writes.Claim(old, "b"));

        Assert.Equal(CommitOutcome.Fenced, await Store.CommitAsync(Writes.Next(old, 2), default));

        Assert.Empty(await Store.ReadEventsAsync(Writes.Camera, 0, 10, default));
        Assert.Equal(taken.Tag, (await Store.ReadAsync(Writes.Camera, default))!.Tag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_that_claim_at_once_one_becomes_the_owner_even_under_the_same_name(bool isNew)
    {
        var stored = isNew ? null : await CommitAsync(Writes.Claim(null, "first"));
        var claims = Enumerable.Range(0, 8).Select(_ => Writes.Claim(stored, "a")).ToArray();

        var outcomes = await Task.WhenAll(claims.Select(claim => Task.Run(() => Store.CommitAsync(claim, default))));
        var again = await Task.WhenAll(claims.Select(claim => Store.CommitAsync(claim, default)));

        Assert.Single(outcomes, CommitOutcome.Committed);
        Assert.Equal(outcomes, again);
    }

    [Theory]
    [InlineData("crossing")]
    [InlineData("zone_event")]
    [InlineData("gap")]
    public async Task A_number_that_is_taken_is_a_conflict_and_nothing_of_the_write_is_stored(string table)
    {
        var claim = await CommitAsync(Writes.Claim(null, "a"));
        var write = Writes.Next(claim, 3);
        await CommitAsync(write);
        await ExecuteAsync(_store, $"update {table} set sequence = sequence + 3");

        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync(Writes.Next(write.Next, 3)));

        Assert.Equal(write.Next.Tag, (await Store.ReadAsync(Writes.Camera, default))!.Tag);
        Assert.Equal(3, (await Store.ReadEventsAsync(Writes.Camera, 0, 10, default)).Count);
    }

    [Fact]
    public async Task Numbers_that_leave_a_hole_are_a_conflict_and_nothing_is_stored()
    {
        var claim = await CommitAsync(Writes.Claim(null, "a"));

        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync(Writes.Next(claim with { Sequence = 1 }, 2)));
        await Assert.ThrowsAsync<StoreConflictException>(() => CommitAsync(Writes.Next(claim, 2) with { Events = [] }));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Writes.Next(claim, 2) with { Events = [.. Writes.Next(claim, 2).Events.Reverse()] }));

        Assert.Empty(await Store.ReadEventsAsync(Writes.Camera, 0, 10, default));
        Assert.Equal(claim.Tag, (await Store.ReadAsync(Writes.Camera, default))!.Tag);
    }

    [Fact]
    public async Task Events_come_in_the_order_of_their_numbers_from_any_number_on()
    {
        var claim = await CommitAsync(Writes.Claim(null, "a"));
        var write = Writes.Next(claim, 10);
        await CommitAsync(write);
        await CommitAsync(Writes.Next(Writes.Claim(null, "b").Next, 4) with { Camera = "other", Expected = default });

        for (var after = 0; after <= 10; after++)
        {
            Assert.Equal(write.Events.Skip(after).Take(4), await Store.ReadEventsAsync(Writes.Camera, after, 4, default));
        }
    }

    [Fact]
    public async Task Beats_tell_who_wrote_what_and_how_long_ago()
    {
        var claim = await CommitAsync(Writes.Claim(null, "silo-1"));
        var ended = Writes.Next(claim, 0);
        await CommitAsync(ended with { Next = ended.Next with { HasEnded = true } });

        var beat = Assert.Single(await Store.ReadBeatsAsync(default));

        Assert.Equal((Writes.Camera, "silo-1", ended.Next.Tag, true), (beat.Camera, beat.Owner, beat.Tag, beat.HasEnded));
        Assert.InRange(beat.Age, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_beat_has_ended_only_when_all_is_announced()
    {
        var claim = await CommitAsync(Writes.Claim(null, "silo-1"));
        var ended = Writes.Next(claim, 2);
        var stored = await CommitAsync(ended with { Next = ended.Next with { HasEnded = true, Announced = 1 } });
        Assert.False(Assert.Single(await Store.ReadBeatsAsync(default)).HasEnded);

        var told = Writes.Next(stored, 0);
        await CommitAsync(told with { Next = told.Next with { Announced = 2 } });
        Assert.True(Assert.Single(await Store.ReadBeatsAsync(default)).HasEnded);
    }

    private protected async Task<Checkpoint> CommitAsync(CheckpointWrite write)
    {
        Assert.Equal(CommitOutcome.Committed, await Store.CommitAsync(write, default));
        return write.Next;
    }

    private static CheckpointWrite WithBase(CheckpointWrite write, CheckpointBase? mark) =>
        write with { HasNewBase = true, Next = write.Next with { Base = mark } };
}
