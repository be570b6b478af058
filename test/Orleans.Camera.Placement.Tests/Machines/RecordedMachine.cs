using Orleans.Camera.Placement.Machines;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Placement.Tests.Machines;

/// <summary>
/// What the kernel of another machine says, unpacked into a folder from one file, in which <c>== /path</c> begins each file
/// and <c>== /path/</c> is a folder.
/// </summary>
internal sealed class RecordedMachine : IDisposable
{
    public static readonly string[] Names = ["bare-host", "container-v2", "container-v1", "nested-slice"];
    private const string Head = "== ";
    private readonly TemporaryFolder _folder = new();

    public RecordedMachine(string name)
    {
        foreach (var part in Text(name).Split("\n" + Head))
        {
            var lines = part.Split('\n', 2);
            var path = _folder.FullName + lines[0].Replace(Head, "", StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!path.EndsWith('/'))
            {
                File.WriteAllText(path, lines[1] + "\n");
            }
        }

        Files = new SystemFiles(_folder.FullName);
    }

    public SystemFiles Files { get; }

    public string Folder => _folder.FullName;

    public static string Text(string name)
    {
        using var reader = new StreamReader(typeof(RecordedMachine).Assembly.GetManifestResourceStream($"{name}.txt")!);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    public void Write(string path, string text) => File.WriteAllText(_folder.FullName + path, text);

    public void Remove(string path) => File.Delete(_folder.FullName + path);

    public void Dispose() => _folder.Dispose();
}
