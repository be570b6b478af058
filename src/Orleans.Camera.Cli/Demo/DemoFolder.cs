namespace Orleans.Camera.Cli.Demo;

/// <summary>A temporary folder of the demo's own, which is removed also where a second Ctrl-C ends the process at once.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const int Tries = 5;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camera-demo-");

    public DemoFolder() => AppDomain.CurrentDomain.ProcessExit += OnExit;

    public string Path => _folder.FullName;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _folder.Delete(recursive: true);
    }

    /// <remarks>What still runs may be writing into it.</remarks>
    private void OnExit(object? sender, EventArgs arguments)
    {
        for (var tries = 0; tries < Tries && Directory.Exists(Path); tries++)
        {
            try
            {
                _folder.Delete(recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Once more; the system clears its temporary folder in the end.
            }
        }
    }
}
