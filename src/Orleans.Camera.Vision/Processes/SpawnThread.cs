using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Orleans.Camera.Vision.Processes;

/// <summary>The one thread that starts child processes. It lives as long as this process, and so do the children at most.</summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Work = Start();

    public static T Run<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
#pragma warning disable CA1031 // Whatever happened belongs to the caller, not to this thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                done.SetException(exception);
            }
        });
        try
        {
            return done.Task.GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            ExceptionDispatchInfo.Throw(exception);
            throw;
        }
    }

    private static BlockingCollection<Action> Start()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        {
            IsBackground = true,
            Name = "child processes",
        }.Start();
        return work;
    }
}
