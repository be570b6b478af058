using System.ComponentModel;
using System.Diagnostics;

namespace Orleans.Camera.Cli.Doctor;

/// <summary>Looks for the programs beside this one.</summary>
internal static class ProgramChecks
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    public static async Task<Finding> SdkAsync(CancellationToken cancellationToken)
    {
        var runtime = $"runtime {Environment.Version}";
        var version = await FirstLineAsync("dotnet", ["--version"], cancellationToken);
        return version is null
            ? new Finding(".NET SDK", $"none ({runtime})", "install the .NET SDK 10 to build and test")
            : new Finding(".NET SDK", $"{version} ({runtime})");
    }

    public static async Task<Finding> FfmpegAsync(CancellationToken cancellationToken)
    {
        var line = await FirstLineAsync("ffmpeg", ["-hide_banner", "-version"], cancellationToken);
        if (line is null)
        {
            return new Finding("FFmpeg", "none", "sudo apt-get install ffmpeg", IsNeeded: true);
        }

        // "ffmpeg version 5.1.6-0+deb12u1 Copyright ..."
        var words = line.Split(' ');
        return new Finding("FFmpeg", words.Length > 2 ? words[2] : line);
    }

    private static async Task<string?> FirstLineAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestAnswer);
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output.Split('\n', 2)[0].Trim() : null;
        }
        catch (Exception exception) when (exception is Win32Exception or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
