namespace Orleans.Camera.Cli.Counting;

/// <summary>One run of <c>camera count</c>.</summary>
internal sealed class CountRun(CountSettings settings, CommandConsole console)
{
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        console.Complain($"{settings.Source}: the stages of the pipeline are not joined yet");
        return Task.FromResult(ExitCode.Failure);
    }
}
