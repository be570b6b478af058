using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Vision.Imaging;
using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// What a child process runs: it locks itself in, loads what it is told to, and answers one picture after the other until
/// its standard input ends. Whoever starts it speaks to it through standard input and output; what it or a library writes to
/// standard error goes into the parent's log.
/// </summary>
public static class WorkerProgram
{
    /// <summary>The word on the command line; no other word follows, and nothing that is secret.</summary>
    public const string Command = "worker-process";

    private const int MemoryDescriptor = 3;
    private const int MostDoorbells = RingShape.MostSlots;
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(1);

    /// <returns>The exit code.</returns>
    public static int Run() => Run(setup => setup.Model is { } model ? DetectorJob.Open(model, setup.Lanes) : new PictureJob());

    /// <param name="open">Makes what works on the pictures, once this process is locked in.</param>
    internal static int Run(Func<WorkerSetup, IWorkerJob> open)
    {
        using var input = new SafePipeHandle(0, ownsHandle: false);
        using var output = new SafePipeHandle(1, ownsHandle: false);
        using var words = WorkerSetup.ReadFramed(bytes => Pipes.Read(input, bytes.Span));
        var setup = WorkerSetup.Read(words);
        using var memory = SharedMemory.Open(MemoryDescriptor, setup.Shape.TotalBytes);
        WorkerGreeting greeting;
        IWorkerJob? job = null;
        try
        {
            Sandbox.Enter();
            job = open(setup);
            greeting = job.Greeting;
        }
        catch (Exception fault) when (fault is ModelException or InvalidOperationException)
        {
            greeting = WorkerGreeting.OfFault(fault.Message);
        }

        LibC.Write(output, greeting.Write());
        using (job)
        {
            if (job is null)
            {
                return 1;
            }

            Answer(input, output, memory, setup, job);
            return 0;
        }
    }

    private static void Answer(SafePipeHandle input, SafePipeHandle output, SharedMemory memory, WorkerSetup setup, IWorkerJob job)
    {
        if (setup.Lanes == 1)
        {
            AnswerAll(input, output, memory, setup.Shape, job);
            return;
        }

        var threads = Enumerable.Range(0, setup.Lanes)
            .Select(lane => new Thread(() => AnswerEach(input, output, memory, setup.Shape, job, lane)) { Name = $"lane {lane}" })
            .ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    /// <summary>Takes one at a time, as the other lanes do: so little goes through a pipe in one piece, in both directions.</summary>
    private static void AnswerEach(SafePipeHandle input, SafePipeHandle output, SharedMemory memory, RingShape shape, IWorkerJob job, int lane)
    {
        Span<byte> bytes = stackalloc byte[Doorbell.Bytes];
        while (Pipes.Read(input, bytes) == Doorbell.Bytes)
        {
            var bell = MemoryMarshal.Read<Doorbell>(bytes);
            if (bell.Slot != Doorbell.Ping)
            {
                job.Work(lane, shape.Slot(memory, bell.Slot));
            }

            LibC.Write(output, bytes);
        }
    }

    /// <summary>Takes all that wait at once, and gathers answers that cost nearly nothing, so that many small pictures share a hand-over.</summary>
    private static void AnswerAll(SafePipeHandle input, SafePipeHandle output, SharedMemory memory, RingShape shape, IWorkerJob job)
    {
        Span<Doorbell> bells = stackalloc Doorbell[MostDoorbells];
        var bytes = MemoryMarshal.AsBytes(bells);
        var have = 0;
        while (Pipes.Read(input, bytes[have..]) is var count and > 0)
        {
            have += count;
            var whole = have / Doorbell.Bytes;
            var (sent, since) = (0, TimeProvider.System.GetTimestamp());
            for (var i = 0; i < whole; i++)
            {
                if (bells[i].Slot != Doorbell.Ping)
                {
                    job.Work(lane: 0, shape.Slot(memory, bells[i].Slot));
                }

                if (i == whole - 1 || TimeProvider.System.GetElapsedTime(since) > LongestGathering)
                {
                    LibC.Write(output, MemoryMarshal.AsBytes(bells[sent..(i + 1)]));
                    (sent, since) = (i + 1, TimeProvider.System.GetTimestamp());
                }
            }

            bytes[(whole * Doorbell.Bytes)..have].CopyTo(bytes);
            have -= whole * Doorbell.Bytes;
        }
    }
}
