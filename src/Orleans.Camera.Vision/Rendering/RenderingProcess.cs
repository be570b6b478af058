using System.ComponentModel;
using System.Diagnostics;

namespace Orleans.Camera.Vision.Rendering;

/// <summary>Starts FFmpeg for drawing and encoding.</summary>
internal static class RenderingProcess
{
    /// <summary>
    /// Starts FFmpeg in a session of its own, so that Ctrl-C on the terminal reaches this program alone and the video can
    /// be finished. It outlives nobody: it reads what this program writes and ends at the end of that.
    /// </summary>
    /// <exception cref="IOException">FFmpeg is not installed.</exception>
    public static Process Start(IReadOnlyList<string> arguments, Action<ProcessStartInfo> configure)
    {
        string[] all = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", .. arguments];
        var start = new ProcessStartInfo("setsid", all) { UseShellExecute = false };
        configure(start);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new IOException("FFmpeg is missing: sudo apt-get install ffmpeg", exception);
        }
    }
}
