namespace Orleans.Camera.Testing.Processes;

/// <summary>A folder that goes away with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camera-test-");

    public string FullName => _folder.FullName;

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
