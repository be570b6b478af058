using Orleans.Camera.Core.Cameras;
using Orleans.Camera.Core.Checkpoints;
using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Frames;
using Orleans.Camera.Core.Tests.Pipeline;
using Orleans.Camera.Testing.Cameras;

namespace Orleans.Camera.Core.Tests.Cameras;

/// <summary>Keeps what runs hand over as a store would, at random moments, and starts the next run from there.</summary>
internal sealed class Ledger(int seed, TimeProvider? time = null)
{
    private readonly Random _random = new(seed);
    private int _left;

    public Checkpoint Checkpoint { get; private set; } = Checkpoint.Empty;

    public List<CameraEvent> Events { get; } = [];

    public List<Cut> Cuts { get; } = [];

    public int MostReRead { get; private set; }

    /// <summary>Number of the first picture that the latest run asked for.</summary>
    public long FirstRead { get; private set; }

    public async Task RunAsync(
        CameraOrder order, PlayedPictures pictures, int? crashAfter = null, long? stopAfter = null, Action<Frame, List<Detection>>? detector = null)
    {
        CutQueue queue = null!;
        CameraRun run = null!;
        queue = new CutQueue(() => Keep(queue, isForced: stopAfter is null && crashAfter is null));
        using var stop = new CancellationTokenSource();
        var read = 0;
        var sources = new PlayedSources
        {
            [order.Address] = wanted => new PlayedSource(pictures, wanted, (number, _) =>
            {
                FirstRead = read++ == 0 ? number : FirstRead;
                MostReRead = Math.Max(MostReRead, run.View.ReRead);
                if (stopAfter < number)
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                }

                if (read > crashAfter && number <= pictures.Count)
                {
                    queue.Close();
                    throw new SourceException("the process dies");
                }

                return ValueTask.CompletedTask;
            }),
        };
        var detectors = new PlayedDetectors { Make = (_, _) => new ScriptedDetector(detector!) };
        run = new CameraRun(order, Checkpoint, new CameraTools(sources, detectors, time ?? TimeProvider.System, seed), queue);
        try
        {
            await run.RunAsync(stop.Token);
        }
        catch (SourceException) when (crashAfter is not null)
        {
            return;
        }

        Keep(queue, isForced: true);
    }

    private void Keep(CutQueue queue, bool isForced)
    {
        if (!isForced && _random.Next(3) > 0 && ++_left < CutQueue.MostCuts - 1)
        {
            return;
        }

        _left = 0;
        if (queue.Take() is not { } cut)
        {
            return;
        }

        Cuts.Add(cut);
        foreach (var counted in cut.Events)
        {
            Events.Add(counted with { Sequence = Events.Count + 1 });
        }

        Checkpoint = cut.On(Checkpoint);
    }
}
