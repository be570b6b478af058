using Orleans.Camera.Core.Counting;
using Orleans.Camera.Testing.Processes;
using Orleans.Camera.Testing.Scenes;

namespace Orleans.Camera.Functional.Tests.Count;

/// <summary>A small generated clip in which one person crosses one line, made once for all tests.</summary>
public sealed class StreetClip : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Scene Scene { get; } = SceneSituations.Single(3);

    public string Path => _folder["clip.mp4"];

    /// <summary>The scene's line as the command takes it.</summary>
    public string Line => Text(Scene.Lines[0]);

    public string LineName => Scene.Lines[0].Name;

    public Task InitializeAsync() => SceneEncoder.EncodeAsync(Scene, Path);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    public string InFolder(string name) => _folder[name];

    private static string Text(LineZoneDefinition line) => FormattableString.Invariant(
        $"{line.Name}={line.Start.X},{line.Start.Y},{line.End.X},{line.End.Y}");
}
