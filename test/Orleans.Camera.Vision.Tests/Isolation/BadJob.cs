using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Camera.Testing.Servers;
using Orleans.Camera.Vision.Isolation;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Tests.Detectors;

namespace Orleans.Camera.Vision.Tests.Isolation;

/// <summary>A model in a child process that behaves badly, or one that does as a test says, by way of a file.</summary>
internal sealed class BadJob(string how, string path, WorkerSetup setup) : IWorkerJob
{
    public const string Command = "bad-worker";
    public const string ParentCommand = "parent-of-worker";
    private const int Chunk = 16 << 20;
    private static readonly string _program = typeof(Program).Assembly.Location;
    private readonly DetectorJob _good = DetectorJob.Open(setup.Model!, setup.Lanes);
    private readonly Random _random = new(7);
    private readonly Barrier _meeting = new(2);
    private int _pictures;

    public WorkerGreeting Greeting => _good.Greeting;

    /// <param name="how">One of the words below.</param>
    /// <param name="path">A file that has to do with it.</param>
    public static IsolatedDetector Open(TemporaryModel file, string how, string path = "", IsolationOptions? options = null, ILogger? logger = null) =>
        IsolatedDetector.Open(
            new ModelReference("tiny", file.Path, null),
            TemporaryModel.OnCpu,
            (options ?? new()) with { Command = ["dotnet", _program, Command, how, path] },
            new(320, 180),
            logger ?? NullLogger.Instance);

    /// <summary>A child as it should be.</summary>
    public static IsolatedDetector OpenModel(string file) => IsolatedDetector.Open(
        new ModelReference("tiny", file, null),
        TemporaryModel.OnCpu,
        new IsolationOptions { Command = ["dotnet", _program, WorkerProgram.Command] },
        new(320, 180),
        NullLogger.Instance);

    public void Work(int lane, RingSlot slot)
    {
        Interlocked.Increment(ref _pictures);
        switch (how)
        {
            case "dies":
            case "answers once and dies" when _pictures > 1:
            case "dies once" when TryBeFirst():
                Signals.Kill(Environment.ProcessId);
                break;
            case "hangs":
            case "hangs once" when TryBeFirst():
                new ManualResetEventSlim().Wait();
                break;
            case "waits for another":
                _meeting.SignalAndWait();
                break;
            case "waits for a file":
                WaitForFile();
                break;
            case "takes memory":
                TakeMemory();
                break;
            case "shares memory":
                ShareMemory();
                break;
            case "talks":
                Console.Error.Write("one\r\n\u001b[31mtwo\u009b2J\u202ethree\n" + new string('x', 2000) + "\nunfinished");
                break;
            case "looks for a network":
                FaultText.Write(slot, LookForNetwork());
                return;
        }

        _good.Work(lane, slot);
        if (how == "answers garbage")
        {
            AnswerGarbage(slot);
        }
    }

    public void Dispose()
    {
        _meeting.Dispose();
        _good.Dispose();
    }

    private bool TryBeFirst()
    {
        if (File.Exists(path) || _pictures < 3)
        {
            return false;
        }

        File.WriteAllText(path, "");
        return true;
    }

    private void WaitForFile()
    {
        using var never = new ManualResetEventSlim();
        while (!File.Exists(path))
        {
            never.Wait(5);
        }
    }

    private static unsafe void TakeMemory()
    {
        while (true)
        {
            NativeMemory.Fill(NativeMemory.Alloc(Chunk), Chunk, 1);
        }
    }

    /// <summary>What a limit on private memory does not see.</summary>
    private static unsafe void ShareMemory()
    {
        while (true)
        {
            using var file = LibC.CreateMemory("more", Chunk);
            NativeMemory.Fill((void*)LibC.Map(file, Chunk), Chunk, 1);
        }
    }

    private static string LookForNetwork()
    {
        string socket;
        try
        {
            using var one = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket = "a socket";
        }
        catch (SocketException fault)
        {
            socket = $"no socket: {fault.SocketErrorCode}";
        }

        var interfaces = File.ReadAllLines("/proc/net/dev").Skip(2).Select(line => line.Split(':')[0].Trim());
        return $"{socket}; interfaces: {string.Join(' ', interfaces)}; root: {LibC.EffectiveUser() == 0 && Directory.Exists("/proc/1/root")}";
    }

    private void AnswerGarbage(RingSlot slot)
    {
        _random.NextBytes(slot.Answer);
        slot.Header = new AnswerHeader((AnswerStatus)_random.Next(-1, 4), _random.Next(3) switch
        {
            0 => _random.Next(int.MinValue, int.MaxValue),
            1 => _random.Next(300),
            _ => _random.Next(5),
        });
    }
}
