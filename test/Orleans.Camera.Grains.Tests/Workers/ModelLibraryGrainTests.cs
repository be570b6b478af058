using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Models;
using Orleans.Camera.Grains.Tests.Cluster;
using Orleans.Camera.Testing.Models;

namespace Orleans.Camera.Grains.Tests.Workers;

/// <summary>What a caller may do with the models of the cluster's database, and what is refused.</summary>
public sealed class ModelLibraryGrainTests : IAsyncLifetime
{
    private static readonly byte[] _file = [.. Enumerable.Range(0, IModelLibrary.PartSize + 5).Select(index => (byte)index)];
    private readonly MemoryModelLibrary _library = new();
    private CameraCluster _cluster = null!;

    private IModelLibraryGrain Grain => _cluster.Client.GetGrain<IModelLibraryGrain>(0);

    public async Task InitializeAsync() =>
        _cluster = await CameraCluster.StartAsync(1, silo => silo.Services.AddSingleton<IModelLibrary>(_library));

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_model_is_published_in_parts_once_and_its_file_is_not_sent_again()
    {
        var model = Model("people", _file);
        Assert.True(await Grain.BeginAsync(model));
        await SendAsync(model, _file);
        Assert.Equal([model], await Grain.ListAsync());

        Assert.False(await Grain.BeginAsync(model with { Name = "persons" }));
        await Grain.PublishAsync(model with { Name = "persons" });
        Assert.Equal(["people", "persons"], (await Grain.ListAsync()).Select(known => known.Name));

        // One that was damaged is.
        _library.Damage(model.Sha256);
        Assert.True(await Grain.BeginAsync(model));
        await SendAsync(model, _file);
        Assert.False(await Grain.BeginAsync(model));
    }

    [Fact]
    public async Task What_is_not_the_file_that_was_announced_is_not_published()
    {
        var model = Model("people", _file);
        await Grain.BeginAsync(model);
        await Grain.WriteAsync(model.Sha256, 0, _file[..IModelLibrary.PartSize]);

        await RefusedAsync("part 2 of 2 is missing", () => Grain.PublishAsync(model));
        await Grain.WriteAsync(model.Sha256, 1, [1, 2, 3, 4, 5]);
        await RefusedAsync("its bytes have the sha256", () => Grain.PublishAsync(model));
        Assert.Empty(await Grain.ListAsync());
    }

    [Fact]
    public async Task A_name_that_means_another_file_is_refused_until_that_one_is_removed()
    {
        var model = Model("people", _file);
        await Grain.BeginAsync(model);
        await SendAsync(model, _file);
        var other = Model("people", _file[..9]);

        await RefusedAsync($"Another model is published as 'people' (sha256 {model.Sha256})", () => Grain.BeginAsync(other));
        await RefusedAsync("No model 'peopel' is published (did you mean 'people'?)", () => Grain.RemoveAsync("peopel"));
        await Grain.RemoveAsync("people");
        Assert.True(await Grain.BeginAsync(other));
    }

    [Fact]
    public async Task Whatever_is_no_model_or_too_large_is_refused_and_so_is_everything_while_the_database_is_away()
    {
        var model = Model("people", _file);
        await RefusedAsync("Take a smaller model", () => Grain.BeginAsync(model with { Size = IModelLibrary.LargestFile + 1 }));
        await RefusedAsync("has a name of", () => Grain.BeginAsync(model with { Name = "../people" }));
        await RefusedAsync("a sha256 of 64", () => Grain.BeginAsync(model with { Sha256 = "' or 1=1" }));
        await RefusedAsync("has 1 to 262144 bytes", () => Grain.WriteAsync(model.Sha256, 0, new byte[IModelLibrary.PartSize + 1]));
        await RefusedAsync("Nobody began to publish", () => Grain.WriteAsync(model.Sha256, 0, [1]));

        _library.IsAway = true;
        await RefusedAsync("The cluster's database does not answer", () => Grain.BeginAsync(model));
        await RefusedAsync("The cluster's database does not answer", () => Grain.ListAsync());
    }

    private static async Task RefusedAsync(string why, Func<Task> call) =>
        Assert.Contains(why, (await Assert.ThrowsAsync<CameraException>(call)).Message, StringComparison.Ordinal);

    private static PublishedModelRecord Model(string name, byte[] file) => new(name, Convert.ToHexStringLower(SHA256.HashData(file)), file.Length, "{}");

    private async Task SendAsync(PublishedModelRecord model, byte[] file)
    {
        for (var number = 0; number < ModelParts.CountOf(file.Length); number++)
        {
            await Grain.WriteAsync(model.Sha256, number, file.AsSpan(number * IModelLibrary.PartSize, ModelParts.SizeOf(file.Length, number)).ToArray());
        }

        await Grain.PublishAsync(model);
    }
}
