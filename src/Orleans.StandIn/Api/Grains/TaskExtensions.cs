namespace Orleans;

public static class PublicOrleansTaskExtensions
{
    /// <summary>Nobody waits for this task, and a fault of it is no surprise to anyone.</summary>
    public static void Ignore(this Task task) => _ = task.ContinueWith(
        static done => _ = done.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
