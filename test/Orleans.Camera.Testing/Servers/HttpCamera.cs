using System.Globalization;
using System.Text;

namespace Orleans.Camera.Testing.Servers;

/// <summary>HTTP cameras and HTTP files: scripts for a <see cref="ScriptedServer"/>.</summary>
public static class HttpCamera
{
    /// <summary>MJPEG as cameras send it: one JPEG after the other, at a pace, then the connection ends.</summary>
    /// <param name="pictures">What is sent as pictures, broken or not.</param>
    /// <param name="pace">Between two of them.</param>
    public static Func<Stream, CancellationToken, Task> Mjpeg(IEnumerable<byte[]> pictures, TimeSpan pace) => async (stream, cancellationToken) =>
    {
        await ScriptedServer.ReadRequestAsync(stream, cancellationToken);
        await SendMjpegAsync(stream, pictures, pace, cancellationToken);
    };

    /// <summary>The answer of <see cref="Mjpeg"/> alone, to a request that was read.</summary>
    public static async Task SendMjpegAsync(Stream stream, IEnumerable<byte[]> pictures, TimeSpan pace, CancellationToken cancellationToken)
    {
        await WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\nConnection: close\r\n\r\n");
        foreach (var picture in pictures)
        {
            await WriteAsync(string.Create(
                CultureInfo.InvariantCulture, $"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"));
            await stream.WriteAsync(picture, cancellationToken);
            await WriteAsync("\r\n");
            await Task.Delay(pace, TimeProvider.System, cancellationToken);
        }

        async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
    }

    /// <summary>The files of a folder, by name: an HLS server.</summary>
    public static Func<Stream, CancellationToken, Task> Files(string folder) => async (stream, cancellationToken) =>
    {
        var request = await ScriptedServer.ReadRequestAsync(stream, cancellationToken) ?? "";
        await SendFileAsync(stream, folder, request, cancellationToken);
    };

    /// <summary>The answer of <see cref="Files"/> alone, to a request that was read.</summary>
    public static async Task SendFileAsync(Stream stream, string folder, string request, CancellationToken cancellationToken)
    {
        var name = request.Split(' ') is [_, var path, ..] ? Path.GetFileName(path.Split('?')[0]) : "";
        var file = Path.Combine(folder, name);
        var found = File.Exists(file);
        var content = found ? await File.ReadAllBytesAsync(file, cancellationToken) : [];
        var type = name.EndsWith(".m3u8", StringComparison.Ordinal) ? "application/vnd.apple.mpegurl" : "video/mp2t";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(found ? "200 OK" : "404 Not Found")}\r\nContent-Type: {type}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        await stream.WriteAsync(content, cancellationToken);
    }

    /// <summary>The pictures of a clip as JPEGs.</summary>
    public static IReadOnlyList<byte[]> Jpegs(int count)
    {
        var all = File.ReadAllBytes(Clips.Get(
            $"pictures-{count}.mjpeg", ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25", "-frames:v", $"{count}", "-c:v", "mjpeg"]));
        var pictures = new List<byte[]>();
        for (var start = 0; start < all.Length;)
        {
            var next = all.AsSpan(start + 2).IndexOf(new byte[] { 0xFF, 0xD8, 0xFF });
            var end = next < 0 ? all.Length : start + 2 + next;
            pictures.Add(all[start..end]);
            start = end;
        }

        return pictures;
    }
}
