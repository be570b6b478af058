using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>The pictures of a scene as a source, drawn when asked for.</summary>
/// <param name="scene">What is shown.</param>
/// <param name="gate">Size of the gate plane; by default <see cref="GateOf"/>.</param>
/// <param name="withPicture">Whether each frame carries the colour picture too.</param>
public sealed class SceneFrameSource(Scene scene, PictureSize? gate = null, bool withPicture = false) : IFrameSource
{
    private readonly FramePool _pool = new(new FrameLayout(scene.Size, gate ?? GateOf(scene.Size), withPicture ? scene.Size : default));
    private readonly byte[] _picture = new byte[scene.Size.Area * 3 / 2];
    private readonly AreaScaler _scaler = new(scene.Size, gate ?? GateOf(scene.Size));
    private int _next;

    public SourceStatistics Statistics => new(_next, 0, 0);

    /// <summary>The gate plane that the program's own sources would choose: the smallest whole divisor that stays within 32,768 pixels.</summary>
    public static PictureSize GateOf(PictureSize size)
    {
        var divisor = (int)Math.Ceiling(Math.Sqrt(size.Area / 32_768.0));
        return new PictureSize(Math.Max(1, size.Width / divisor), Math.Max(1, size.Height / divisor));
    }

    public Task<SourceInfo> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceInfo
    {
        Name = scene.Name,
        Layout = _pool.Layout,
        FramesPerSecond = scene.FramesPerSecond,
        ExpectedPictures = scene.Length,
        Start = DateTimeOffset.UnixEpoch,
    });

    public ValueTask<SourceRead> ReadAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_next == scene.Length ? default : new SourceRead(Draw(), Gap: null));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Frame Draw()
    {
        var frame = _pool.Rent();
        var layout = _pool.Layout;
        if (withPicture)
        {
            scene.Render(_next, _picture);
            CopyPicture(frame, layout);
        }
        else
        {
            scene.RenderLuma(_next, _picture);
        }

        var rows = layout.Picture.Height * 3 / 2;
        _scaler.Scale(_picture, frame.Bytes[(rows * layout.Stride)..], layout.Stride);
        var pts = TimeSpan.FromSeconds(_next / scene.FramesPerSecond);
        frame.Stamp(_next + 1, pts, DateTimeOffset.UnixEpoch + pts);
        _next++;
        return frame;
    }

    private void CopyPicture(Frame frame, FrameLayout layout)
    {
        var (width, height) = (layout.Picture.Width, layout.Picture.Height);
        for (var y = 0; y < height; y++)
        {
            _picture.AsSpan(y * width, width).CopyTo(frame.Bytes[(y * layout.Stride)..]);
        }

        var (u, v) = (width * height, width * height * 5 / 4);
        for (var y = 0; y < height / 2; y++)
        {
            var row = frame.Bytes[((height + y) * layout.Stride)..];
            _picture.AsSpan(u + (y * width / 2), width / 2).CopyTo(row);
            _picture.AsSpan(v + (y * width / 2), width / 2).CopyTo(row[(width / 2)..]);
        }
    }
}
