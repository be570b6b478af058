using Orleans.Camera.Core.Counting;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;
using Orleans.Camera.Core.Pipeline;
using Orleans.Camera.Vision.Rendering;

namespace Orleans.Camera.Vision.Tests.Rendering;

public sealed class OverlayTests
{
    private static readonly PictureSize _size = new(320, 180);
    private static readonly LineZoneDefinition _line = new() { Name = "door", Start = new(0.1f, 0.5f), End = new(0.9f, 0.5f) };
    private static readonly ZoneDefinition _zone = new() { Name = "hall", Polygon = [new(0.6f, 0.6f), new(0.9f, 0.6f), new(0.9f, 0.9f), new(0.6f, 0.9f)] };

    [Fact]
    public async Task A_track_gets_a_box_and_a_name_and_the_ground_stays_as_it_is_elsewhere()
    {
        var overlay = await OverlayOf();

        await DrawAsync(overlay, pictures: 3, top: 40);

        // Box 100..140 x 40..80 on grey 128; its middle and the lower left corner of the picture are left alone.
        Assert.NotEqual(Ground, At(overlay.Canvas, 100, 60));
        Assert.NotEqual(Ground, At(overlay.Canvas, 139, 60));
        Assert.Equal(Ground, At(overlay.Canvas, 112, 64));
        Assert.Equal(Ground, At(overlay.Canvas, 10, 170));
    }

    [Fact]
    public async Task The_arrow_of_a_line_points_to_where_in_is()
    {
        var overlay = await OverlayOf(_line);

        await DrawAsync(overlay, pictures: 1, top: 20);

        // Drawn from left to right, so in is downwards: something lies below the line's middle, and nothing above it.
        Assert.NotEqual(Ground, At(overlay.Canvas, 160, 95));
        Assert.Equal(Ground, At(overlay.Canvas, 160, 82));
    }

    [Fact]
    public async Task A_crossing_changes_the_panel_and_lights_up_the_line()
    {
        var (before, after) = (await OverlayOf(_line), await OverlayOf(_line));

        await DrawAsync(before, pictures: 3, top: 20);
        var crossings = await DrawAsync(after, pictures: 7, top: 20, step: 12);

        Assert.Equal(1, crossings);
        Assert.NotEqual(PanelOf(before.Canvas), PanelOf(after.Canvas));
        Assert.NotEqual(At(before.Canvas, 60, 90), At(after.Canvas, 60, 90));
    }

    [Fact]
    public async Task A_zone_is_tinted_and_more_so_while_somebody_is_inside()
    {
        var (empty, full) = (await OverlayOf(zone: _zone), await OverlayOf(zone: _zone));

        await DrawAsync(empty, pictures: 3, top: 20);
        await DrawAsync(full, pictures: 3, top: 110, left: 220);

        Assert.NotEqual(Ground, At(empty.Canvas, 200, 115));
        Assert.NotEqual(At(empty.Canvas, 200, 115), At(full.Canvas, 200, 115));
    }

    [Fact]
    public async Task Heat_lies_where_it_is_and_nowhere_else()
    {
        var overlay = await OverlayOf();
        var heat = new float[16 * 9];
        heat[(4 * 16) + 12] = 5;
        using var frame = Grey(1);

        overlay.Draw(frame, new HeatGrid(heat, new PictureSize(16, 9)));

        Assert.NotEqual(Ground, At(overlay.Canvas, 250, 90));
        Assert.Equal(Ground, At(overlay.Canvas, 60, 90));
    }

    [Fact]
    public void A_grid_of_another_size_is_misuse() => Assert.Throws<ArgumentException>(
        () => new Canvas(_size).DrawHeat(new HeatGrid(new float[7], new PictureSize(2, 3))));

    private static (byte R, byte G, byte B) Ground => At(Painted(), 0, 0);

    private static Task<Overlay> OverlayOf(LineZoneDefinition? line = null, ZoneDefinition? zone = null) => Overlay.CreateAsync(
        new OverlayOptions { Size = _size, FramesPerSecond = 10, Labels = ["object"], Lines = line is null ? [] : [line], Zones = zone is null ? [] : [zone] },
        CancellationToken.None);

    /// <summary>Sends a box of 40 by 40 pixels through the pipeline and draws every picture.</summary>
    /// <returns>How many crossings there were.</returns>
    private static async Task<int> DrawAsync(Overlay overlay, int pictures, int top, int step = 0, int left = 100)
    {
        var boxes = string.Concat(Enumerable.Range(1, pictures).Select(i => $"{i},-1,{left},{top + (i * step)},40,40,0.9\n"));
        using var detector = new RecordedDetector(MotDetections.Read(new StringReader(boxes), "boxes"));
        var plan = new CountingPlan { Lines = [_line], Zones = [_zone] };
        var pipeline = new CountingPipeline(plan, detector, new FrameLayout(_size, default));
        var crossings = 0;
        for (var i = 1; i <= pictures; i++)
        {
            using var frame = Grey(i);
            var result = await pipeline.ProcessAsync(frame, CancellationToken.None);
            crossings += result.Crossings.Count;
            overlay.Observe(result);
            overlay.Draw(frame);
        }

        return crossings;
    }

    private static Frame Grey(int number)
    {
        var frame = new FramePool(new FrameLayout(_size, new PictureSize(32, 18), _size)).Rent();
        frame.Bytes.Fill(128);
        frame.Stamp(number, TimeSpan.FromSeconds(number / 10.0), DateTimeOffset.UnixEpoch);
        return frame;
    }

    private static Canvas Painted()
    {
        var canvas = new Canvas(_size);
        using var frame = Grey(1);
        canvas.Paint(frame);
        return canvas;
    }

    private static (byte R, byte G, byte B) At(Canvas canvas, int x, int y)
    {
        var pixel = canvas.Pixels.Span.Slice(((y * _size.Width) + x) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static string PanelOf(Canvas canvas) =>
        string.Concat(Enumerable.Range(8, 20).Select(y => Convert.ToHexString(canvas.Pixels.Span.Slice(((y * _size.Width) + 8) * 3, 130 * 3))));
}
