using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Camera.Silo.Configuration;

/// <summary>One JSON text of the configuration: a file, or what a command sets.</summary>
public sealed class ConfigurationText
{
    private readonly byte[]? _json;

    private ConfigurationText(string name, string folder, byte[]? json) => (Name, Folder, _json) = (name, folder, json);

    /// <summary>What it is called in messages: the file's path.</summary>
    public string Name { get; }

    /// <summary>From where relative paths in it are taken.</summary>
    public string Folder { get; }

    /// <summary>A file, which is read later.</summary>
    public static ConfigurationText OfFile(string path) => new(path, Path.GetDirectoryName(Path.GetFullPath(path))!, json: null);

    /// <summary>Values of a command.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="camera">What lies below <c>Camera</c>.</param>
    public static ConfigurationText OfCommand(string name, JsonObject camera) =>
        new(name, Directory.GetCurrentDirectory(), JsonSerializer.SerializeToUtf8Bytes(new JsonObject { [SettingReader.Section] = camera }));

    /// <exception cref="IOException">It cannot be read, or is larger than <paramref name="most"/> bytes.</exception>
    internal byte[] Json(long most)
    {
        if (_json is not null)
        {
            return _json;
        }

        using var file = File.OpenRead(Name);
        if (file.Length > most)
        {
            throw new IOException($"it has more than {most} bytes");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
