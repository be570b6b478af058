using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Core.Tests.Cameras;

public class PreparedInputTests
{
    private static readonly Scene _scene = StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 30);
    private static readonly PlayedPictures _pictures = new(_scene);
    private static readonly CameraOrder _order = new()
    {
        Camera = "street",
        Address = "street.mp4",
        Plan = new() { Lines = [.. _scene.Lines.Select(line => line with { Anchor = Geometry.Anchor.Center })] },
        Configuration = 7,
    };

    [Fact]
    public async Task What_was_opened_ahead_is_read_on_to_where_the_owner_before_let_go_and_counts_the_same()
    {
        var whole = await RunAsync(_order, Checkpoint.Empty, NewSources(long.MaxValue));
        Assert.Contains(whole.Events, counted => counted is CrossingEvent);
        var early = (await RunAsync(_order, Checkpoint.Empty, NewSources(57))).On(Checkpoint.Empty);
        var sources = NewSources(long.MaxValue);
        await using var prepared = await PrepareAsync(_order, early, sources);
        var first = await RunAsync(_order, Checkpoint.Empty, NewSources(130));

        var rest = await RunAsync(_order, first.On(Checkpoint.Empty), sources, prepared);

        Assert.Single(sources.Orders);
        Assert.True(rest.HasEnded);
        Assert.Equal(whole.Events, [.. first.Events, .. rest.Events]);
        Assert.Equal(whole.Delta.ToArray(), rest.Delta.ToArray());
    }

    [Fact]
    public async Task What_was_opened_for_a_later_place_or_another_rate_is_closed_and_opened_anew()
    {
        var early = (await RunAsync(_order, Checkpoint.Empty, NewSources(57))).On(Checkpoint.Empty);
        var late = (await RunAsync(_order, Checkpoint.Empty, NewSources(130))).On(Checkpoint.Empty);
        foreach (var (order, from) in new[] { (_order, early), (_order with { ProcessFps = 5 }, late) })
        {
            var sources = NewSources(long.MaxValue);
            await using var prepared = await PrepareAsync(_order, late, sources);

            var rest = await RunAsync(order, from, sources, prepared);

            Assert.Equal(from.Frame, sources.Orders.Last().After!.Value.Number);
            Assert.Equal(2, sources.Orders.Count);
            Assert.True(rest.HasEnded);
        }
    }

    [Fact]
    public async Task Nothing_is_opened_ahead_for_a_recording_that_is_over_or_was_counted_otherwise()
    {
        var sources = NewSources(long.MaxValue);
        var over = (await RunAsync(_order, Checkpoint.Empty, NewSources(long.MaxValue))).On(Checkpoint.Empty);

        Assert.Null(await PrepareAsync(_order, over, sources));
        Assert.Null(await PrepareAsync(_order with { Configuration = 8 }, over with { HasEnded = false }, sources));
        Assert.Null(await PrepareAsync(_order, Checkpoint.Empty, sources));
        Assert.Empty(sources.Orders);
    }

    private static PlayedSources NewSources(long stopAfter) => new()
    {
        [_order.Address] = wanted => new PlayedSource(
            _pictures, wanted, (number, _) => number > stopAfter ? throw new OperationCanceledException() : ValueTask.CompletedTask),
    };

    private static CameraTools ToolsOf(PlayedSources sources, TimeProvider? time = null) => new(sources, new PlayedDetectors(), time ?? TimeProvider.System, Seed: 1);

    private static Task<CameraInput?> PrepareAsync(CameraOrder order, Checkpoint from, PlayedSources sources) =>
        CameraInput.PrepareAsync(order, from, ToolsOf(sources), CancellationToken.None);

    /// <summary>Everything that one run hands over, as one cut.</summary>
    private static async Task<Cut> RunAsync(CameraOrder order, Checkpoint from, PlayedSources sources, CameraInput? prepared = null, TimeProvider? time = null)
    {
        Cut? all = null;
        CutQueue queue = null!;
        queue = new CutQueue(() => all = queue.Take() is not { } cut ? all : all?.Then(cut) ?? cut);
        var run = new CameraRun(order, from, ToolsOf(sources, time), queue) { Prepared = Task.FromResult(prepared) };
        try
        {
            await run.RunAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(all!.Frame, all.Base!.Frame);
        }

        return all!;
    }
}
