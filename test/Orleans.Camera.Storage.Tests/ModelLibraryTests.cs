using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Models;

namespace Orleans.Camera.Storage.Tests;

/// <summary>What every library of models promises; run on each database.</summary>
public abstract class ModelLibraryTests : IAsyncLifetime
{
    /// <summary>Three parts, the last of one byte.</summary>
    private readonly byte[] _file = [.. Enumerable.Range(0, (2 * IModelLibrary.PartSize) + 1).Select(index => (byte)(index * 31 / 7))];
    private TestStore _store = null!;

    private IModelLibrary Library => _store.Services.GetRequiredService<IModelLibrary>();

    private PublishedModel Model => new("people", Convert.ToHexStringLower(SHA256.HashData(_file)), _file.Length, """{ "name": "people" }""");

    public async Task InitializeAsync() => _store = await MakeAsync();

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    private protected abstract Task<TestStore> MakeAsync();

    private protected abstract Task RunAsync(TestStore store, string sql);

    [Fact]
    public async Task A_file_in_parts_is_read_back_as_it_was_and_found_by_its_name()
    {
        Assert.Null(await Library.FindAsync("people", default));
        await WriteAsync();
        Assert.Empty(await Library.ListAsync(default));

        Assert.True(await Library.PublishAsync(Model, default));

        Assert.Equal(Model, await Library.FindAsync("people", default));
        Assert.Equal([Model], await Library.ListAsync(default));
        Assert.Equal(_file, await ReadAsync());
        Assert.Null(await Library.FindAsync("peopl", default));
    }

    [Fact]
    public async Task A_file_whose_parts_are_not_all_there_is_not_published()
    {
        await Library.BeginAsync(Model.Sha256, Model.Size, default);
        Assert.True(await Library.WriteAsync(Model.Sha256, 0, _file.AsMemory(0, IModelLibrary.PartSize), default));

        Assert.False(await Library.PublishAsync(Model, default));
        Assert.Null(await Library.FindAsync("people", default));
        var fault = await Assert.ThrowsAsync<ModelException>(() => ReadAsync());
        Assert.Contains("part 2 of 3 is missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_file_changes_no_more_and_a_name_does_not_come_to_mean_another()
    {
        Assert.False(await Library.WriteAsync(Model.Sha256, 0, _file.AsMemory(0, 1), default));
        await PublishAsync();

        Assert.False(await Library.WriteAsync(Model.Sha256, 0, _file.AsMemory(0, 1), default));
        var other = new string('a', 64);
        await Library.BeginAsync(other, 1, default);
        Assert.True(await Library.WriteAsync(other, 0, _file.AsMemory(0, 1), default));
        Assert.False(await Library.PublishAsync(Model with { Sha256 = other, Size = 1 }, default));
        Assert.Equal(Model, await Library.FindAsync("people", default));
        Assert.Equal(_file, await ReadAsync());

        Assert.True(await Library.PublishAsync(Model with { Manifest = "{}" }, default));
        Assert.Equal("{}", (await Library.FindAsync("people", default))!.Manifest);
    }

    [Fact]
    public async Task What_a_broken_disk_did_to_a_file_is_found_when_it_is_read_and_healed_by_publishing_it_again()
    {
        await PublishAsync();
        await RunAsync(_store, "update model_part set bytes = (select bytes from model_part where number = 0) where number = 1");

        var fault = await Assert.ThrowsAsync<ModelException>(() => ReadAsync());
        Assert.Contains($"and not {Model.Sha256}. Publish it again where it is whole: ./camera model publish people", fault.Message, StringComparison.Ordinal);

        await PublishAsync();
        Assert.Equal(_file, await ReadAsync());
    }

    [Fact]
    public async Task A_file_goes_with_the_last_name_that_means_it()
    {
        await PublishAsync();
        Assert.True(await Library.PublishAsync(Model with { Name = "persons" }, default));

        Assert.True(await Library.RemoveAsync("people", default));
        Assert.False(await Library.RemoveAsync("people", default));
        Assert.Equal(_file, await ReadAsync());
        Assert.True(await Library.RemoveAsync("persons", default));
        Assert.Null(await Library.ReadAsync(Model.Sha256, 0, default));
    }

    [Fact]
    public async Task What_was_begun_and_never_published_goes_after_a_day()
    {
        await WriteAsync();
        await RunAsync(_store, "update model_file set begun_at = begun_at - 86400000001");

        await Library.BeginAsync(new string('a', 64), 1, default);

        Assert.Null(await Library.ReadAsync(Model.Sha256, 0, default));
        Assert.False(await Library.WriteAsync(Model.Sha256, 0, _file.AsMemory(0, 1), default));
    }

    private async Task PublishAsync()
    {
        await WriteAsync();
        Assert.True(await Library.PublishAsync(Model, default));
    }

    private async Task WriteAsync()
    {
        await Library.BeginAsync(Model.Sha256, Model.Size, default);
        for (var number = 0; number < ModelParts.CountOf(_file.Length); number++)
        {
            Assert.True(await Library.WriteAsync(Model.Sha256, number, _file.AsMemory(number * IModelLibrary.PartSize, ModelParts.SizeOf(_file.Length, number)), default));
        }
    }

    private async Task<byte[]> ReadAsync()
    {
        using var read = new MemoryStream();
        await ModelParts.ReadAsync(Library, Model, part => read.WriteAsync(part), default);
        return read.ToArray();
    }
}
