using System.Diagnostics;

namespace Orleans.Camera.Testing.Processes;

/// <summary>What a program answered.</summary>
/// <param name="ExitCode">Its exit code; 128 + n where signal n ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ProgramRun(int ExitCode, byte[] Output, string Error)
{
    /// <summary>No program of a test may take longer; then the test fails instead of hanging.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(2);

    /// <summary>Standard output as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Output);

    /// <summary>Standard output, line by line, without empty lines.</summary>
    public IReadOnlyList<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="configure">Sets working directory and environment.</param>
    /// <param name="limit">How long it may take; two minutes where it is left out.</param>
    /// <exception cref="TimeoutException">It did not end in time; it was killed.</exception>
    public static async Task<ProgramRun> OfAsync(
        string program, IEnumerable<string> arguments, Action<ProcessStartInfo>? configure = null, TimeSpan? limit = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        configure?.Invoke(start);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var end = new CancellationTokenSource(limit ?? _longest);
        using var output = new MemoryStream();
        try
        {
            var copying = process.StandardOutput.BaseStream.CopyToAsync(output, end.Token);
            var error = await process.StandardError.ReadToEndAsync(end.Token);
            await copying;
            await process.WaitForExitAsync(end.Token);
            return new ProgramRun(process.ExitCode, output.ToArray(), error);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {limit ?? _longest}", exception);
        }
    }
}
