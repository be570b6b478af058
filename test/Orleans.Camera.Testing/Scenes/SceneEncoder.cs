using System.Globalization;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Testing.Scenes;

/// <summary>Turns a scene into a real video file: H.264 in MP4.</summary>
public static class SceneEncoder
{
    /// <summary>Draws and encodes every picture.</summary>
    /// <param name="scene">What is shown.</param>
    /// <param name="path">The file to be written; it is replaced.</param>
    /// <param name="zeroLatency">Whether the encoder looks ahead at nothing, as cameras do.</param>
    /// <param name="quality">Constant rate factor of x264, 0 (lossless) to 51.</param>
    /// <param name="keyInterval">Pictures from one key frame to the next, at most.</param>
    /// <param name="mostKilobits">
    /// Of a live camera, what it is set to send a second at most; its pictures are one slice each then, as most cameras send them.
    /// Without, as many as x264 has threads, for which decoders of a network stream wait until the next picture begins.
    /// </param>
    /// <param name="repeat">How often the scene is played after itself.</param>
    /// <param name="progress">Told the number of pictures drawn after each one.</param>
    /// <exception cref="IOException">FFmpeg is missing or cannot write the file.</exception>
    public static async Task EncodeAsync(
        Scene scene, string path, bool zeroLatency = true, int quality = 23, int keyInterval = 250, int? mostKilobits = null, int repeat = 1,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scene);
        using var encoder = Start(scene, path, zeroLatency, quality, keyInterval, mostKilobits);
        var picture = new byte[scene.Size.Area * 3 / 2];
        try
        {
            for (var frame = 0; frame < scene.Length * repeat; frame++)
            {
                scene.Render(frame % scene.Length, picture);
                await encoder.Input!.WriteAsync(picture, cancellationToken).ConfigureAwait(false);
                progress?.Report(frame + 1);
            }

            await encoder.Input!.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The encoder has given up; its exit status tells.
        }

        if (await encoder.WaitForExitAsync(cancellationToken).ConfigureAwait(false) != 0)
        {
            throw new IOException($"FFmpeg could not write '{path}'.");
        }
    }

    private static ChildProcess Start(Scene scene, string path, bool zeroLatency, int quality, int keyInterval, int? mostKilobits)
    {
        var rate = scene.FramesPerSecond.ToString("0.######", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", scene.Size.ToString(),
            "-framerate", rate, "-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast",
            "-crf", quality.ToString(CultureInfo.InvariantCulture), "-g", keyInterval.ToString(CultureInfo.InvariantCulture), "-threads", "2",
            .. zeroLatency ? (string[])["-tune", "zerolatency"] : [],
            .. mostKilobits is { } most ? (string[])["-x264-params", "sliced-threads=0", "-maxrate", $"{most}k", "-bufsize", $"{2 * most}k"] : [],
            "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + Path.GetFullPath(path),
        ];
        try
        {
            return ChildProcess.Start("ffmpeg", arguments, ChildStreams.Input);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new IOException("FFmpeg is missing: sudo apt-get install ffmpeg", exception);
        }
    }
}
