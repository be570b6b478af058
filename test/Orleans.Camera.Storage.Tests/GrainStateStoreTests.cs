using Orleans.Camera.Core.Checkpoints;

namespace Orleans.Camera.Storage.Tests;

/// <summary>What every store of grain states promises; run on each database.</summary>
public abstract class GrainStateStoreTests : IAsyncLifetime
{
    private static readonly StateKey _key = new("PubSub", "rendezvous/ø'\"");
    private TestStore _store = null!;

    private IGrainStateStore Store => _store.States;

    public async Task InitializeAsync() => _store = await MakeAsync();

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    private protected abstract Task<TestStore> MakeAsync();

    [Fact]
    public async Task What_was_written_is_read_back_until_it_is_cleared()
    {
        Assert.Null(await Store.ReadAsync(_key, default));
        Assert.Equal("a", await Store.WriteAsync(_key, null, State("a", 0, 255), default));
        Assert.Equal("b", await Store.WriteAsync(_key, "a", State("b"), default));
        Assert.Equal("c", await Store.WriteAsync(_key with { Grain = "other" }, null, State("c", 7), default));

        var read = await Store.ReadAsync(_key, default);
        Assert.Equal(("b", 0), (read!.Tag, read.Value.Length));
        Assert.Null(await Store.ClearAsync(_key, "b", default));
        Assert.Null(await Store.ReadAsync(_key, default));
        Assert.Equal([7], (await Store.ReadAsync(_key with { Grain = "other" }, default))!.Value.ToArray());
    }

    [Fact]
    public async Task A_write_or_a_clearing_that_expects_another_tag_changes_nothing_and_learns_the_stored_one()
    {
        Assert.Null(await Store.WriteAsync(_key, "a", State("b"), default));
        Assert.Equal("a", await Store.WriteAsync(_key, null, State("a", 1), default));

        Assert.Equal("a", await Store.WriteAsync(_key, null, State("b"), default));
        Assert.Equal("a", await Store.WriteAsync(_key, "x", State("b"), default));
        Assert.Equal("a", await Store.ClearAsync(_key, "x", default));
        Assert.Equal("a", await Store.ClearAsync(_key, null, default));

        Assert.Equal([1], (await Store.ReadAsync(_key, default))!.Value.ToArray());
    }

    [Fact]
    public async Task The_same_write_sent_again_is_taken_for_done()
    {
        Assert.Equal("a", await Store.WriteAsync(_key, null, State("a", 1), default));
        Assert.Equal("a", await Store.WriteAsync(_key, null, State("a", 1), default));
        Assert.Equal("b", await Store.WriteAsync(_key, "a", State("b", 2), default));
        Assert.Equal("b", await Store.WriteAsync(_key, "a", State("b", 2), default));
        Assert.Null(await Store.ClearAsync(_key, "b", default));
        Assert.Null(await Store.ClearAsync(_key, "b", default));
    }

    [Fact]
    public async Task Of_many_writers_of_one_tag_one_is_right()
    {
        for (var round = 0; round < 10; round++)
        {
            var expected = (await Store.ReadAsync(_key, default))?.Tag;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
            {
                var tag = $"{round}.{writer}";
                return await Store.WriteAsync(_key, expected, State(tag, (byte)writer), default) == tag ? tag : null;
            }));

            Assert.Equal([(await Store.ReadAsync(_key, default))!.Tag], outcomes.OfType<string>());
        }
    }

    private static StoredState State(string tag, params byte[] value) => new(tag, value);
}
