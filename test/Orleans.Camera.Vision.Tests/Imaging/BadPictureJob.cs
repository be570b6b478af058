using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Tests.Imaging;

/// <summary>A process for picture work that behaves badly, or as a test says by way of a file.</summary>
internal sealed class BadPictureJob(string how, string path) : IWorkerJob
{
    public const string Command = "bad-picture-worker";
    private static readonly string _program = typeof(Program).Assembly.Location;
    private readonly PictureJob _good = new();
    private readonly Random _random = new(7);

    public WorkerGreeting Greeting => how == "refuses to begin" ? WorkerGreeting.OfFault("it is told so by a test") : _good.Greeting;

    /// <summary>Such a process.</summary>
    public static IReadOnlyList<string> Named(string how, string path = "") => ["dotnet", _program, Command, how, path];

    /// <summary>A process as it should be.</summary>
    public static IReadOnlyList<string> Good => ["dotnet", _program, WorkerProgram.Command];

    public void Work(int lane, RingSlot slot)
    {
        if (how == "waits for a file")
        {
            WaitForFile();
        }

        if (how == "dies of small pictures" && slot.Order.Size.Width < 32)
        {
            Signals.Kill(Environment.ProcessId);
        }

        _good.Work(lane, slot);
        if (how == "answers garbage")
        {
            AnswerGarbage(slot);
        }
    }

    public void Dispose() => _good.Dispose();

    private void WaitForFile()
    {
        using var never = new ManualResetEventSlim();
        while (!File.Exists(path))
        {
            never.Wait(5);
        }
    }

    private void AnswerGarbage(RingSlot slot)
    {
        _random.NextBytes(slot.Answer[..Math.Min(slot.Answer.Length, 100_000)]);
        slot.Header = new AnswerHeader((AnswerStatus)_random.Next(-1, 4), _random.Next(3) switch
        {
            0 => _random.Next(int.MinValue, int.MaxValue),
            1 => slot.Header.Count,
            _ => _random.Next(1000),
        });
    }
}
