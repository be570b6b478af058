using System.Text;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Storage.Sealing;

namespace Orleans.Camera.Storage.Tests;

/// <summary>What every store of definitions promises; run on each database.</summary>
public abstract class DefinitionStoreTests : IAsyncLifetime
{
    private const string Password = "canary-8c1f";
    private static readonly StoredDefinition _lobby = new("lobby", 0, $"rtsp://user:{Password}@10.0.0.1/live", """{"lines": ["dør"]}""", true);

    private TestStore _store = null!;

    private protected IDefinitionStore Store => _store.Definitions;

    public async Task InitializeAsync() => _store = await MakeAsync();

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    private protected abstract Task<TestStore> MakeAsync();

    /// <summary>The same store for another silo, with a key of its own.</summary>
    private protected abstract TestStore WithOtherKey();

    /// <summary>Everything the database has on disk, or says about itself.</summary>
    private protected abstract Task<byte[]> DumpAsync(TestStore store);

    [Fact]
    public async Task What_was_put_is_read_back_with_its_version()
    {
        var stored = await Store.PutAsync(_lobby, default);

        Assert.Equal(_lobby with { Version = 1 }, stored);
        Assert.Equal(stored, await Store.ReadAsync("lobby", default));
        Assert.Equal([stored!], await Store.ListAsync(default));
        Assert.Null(await Store.ReadAsync("yard", default));
    }

    [Fact]
    public async Task Of_two_changes_of_one_version_the_second_is_refused()
    {
        var first = await Store.PutAsync(_lobby, default);
        var second = await Store.PutAsync(first! with { IsEnabled = false, Source = "device:///dev/video0" }, default);

        Assert.Null(await Store.PutAsync(first with { Json = "{}" }, default));
        Assert.Null(await Store.PutAsync(_lobby, default));
        Assert.Null(await Store.PutAsync(_lobby with { Camera = "yard", Version = 1 }, default));

        Assert.Equal(first with { Version = 2, IsEnabled = false, Source = "device:///dev/video0" }, second);
        Assert.Equal([second!], await Store.ListAsync(default));
    }

    [Fact]
    public async Task A_camera_that_was_removed_and_comes_back_has_a_version_that_never_counted()
    {
        await Store.PutAsync(_lobby, default);
        var claim = Writes.Claim(null, "a");
        await _store.Checkpoints.CommitAsync(claim with { Next = claim.Next with { Configuration = 1 } }, default);

        await Store.RemoveAsync("lobby", default);
        await Store.RemoveAsync("lobby", default);

        Assert.Empty(await Store.ListAsync(default));
        Assert.Equal(2, (await Store.PutAsync(_lobby, default))!.Version);
    }

    [Fact]
    public async Task The_address_of_a_source_lies_nowhere_in_the_clear()
    {
        await Store.PutAsync(_lobby, default);
        await Store.PutAsync(_lobby with { Version = 1, IsEnabled = false }, default);

        var dump = await DumpAsync(_store);

        Assert.True(dump.AsSpan().IndexOf("dør"u8) >= 0, "The dump has no definition: it shows nothing.");
        foreach (var secret in new[] { Encoding.UTF8.GetBytes(Password), Encoding.Unicode.GetBytes(Password), "10.0.0.1"u8.ToArray() })
        {
            Assert.True(dump.AsSpan().IndexOf(secret) < 0, "The dump has the password.");
            Assert.True(dump.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(secret).TrimEnd('=')[..^1])) < 0, "The dump has it in base 64.");
        }
    }

    [Fact]
    public async Task Another_key_is_found_before_the_silo_starts_and_the_camera_is_named()
    {
        await Store.PutAsync(_lobby, default);
        await _store.DisposeAsync();
        await using var other = WithOtherKey();

        var fault = await Assert.ThrowsAsync<SealingException>(other.PrepareAsync);

        Assert.Contains("'lobby'", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, fault.ToString(), StringComparison.Ordinal);
    }
}
