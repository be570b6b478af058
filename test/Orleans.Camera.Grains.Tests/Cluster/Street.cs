using Orleans.Camera.Abstractions;
using Orleans.Camera.Testing.Cameras;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Grains.Tests.Cluster;

/// <summary>A generated street that things cross, and a camera that counts them.</summary>
internal static class Street
{
    private static readonly Scene _scene = StreetScene.Create(seed: 3, size: new(320, 180), framesPerSecond: 10, seconds: 30);
    private static readonly Lazy<PlayedPictures> _pictures = new(() => new PlayedPictures(_scene));

    public static PlayedPictures Pictures => _pictures.Value;

    public static CameraDefinition Definition(string name, string? source = null) => new()
    {
        Name = name,
        Source = source ?? $"{name}.mp4",
        Lines = [.. _scene.Lines.Select(line => new LineDefinition(line.Name, line.Start.X, line.Start.Y, line.End.X, line.End.Y))],
        Zones = [new AreaDefinition("left", [0.05f, 0.4f, 0.4f, 0.4f, 0.4f, 0.95f, 0.05f, 0.95f])],
    };
}
