using System.Text;
using Orleans.Camera.Vision.Detectors;
using Orleans.Camera.Vision.Models;
using Orleans.Camera.Vision.Onnx;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>What a child is told before its first picture, through its standard input.</summary>
/// <param name="Shape">Of the shared memory.</param>
/// <param name="Lanes">Pictures that it works on at once.</param>
/// <param name="Model">What it loads and looks with; null where it does picture work.</param>
internal sealed record WorkerSetup(RingShape Shape, int Lanes, IsolatedModel? Model)
{
    private const int Longest = 4 << 20;

    /// <summary>For messages: whose process it is.</summary>
    public string Name => Model is null ? "picture work" : $"model '{Model.Reference.Name}'";

    /// <summary>For messages: what to do where it dies at its start.</summary>
    public string Advice => Model is null
        ? "Set Camera:Pictures:MemoryMiB higher where it needs more"
        : "Check the model, or set Camera:Workers:MemoryMiB higher where it needs more";

    /// <summary>For messages: what to do where it dies again and again.</summary>
    public string FurtherAdvice => Model is null ? "See the log" : "Check the model and its sha256, or take another one";

    public byte[] Write() => Framed(text =>
    {
        text.Write(Shape.Slots);
        text.Write(Shape.AnswerBytes);
        text.Write(Shape.PictureBytes);
        text.Write(Lanes);
        text.Write(Model is not null);
        Model?.Write(text);
    });

    /// <summary>A message with its length before it.</summary>
    public static byte[] Framed(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var text = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            text.Write(0);
            write(text);
            text.Seek(0, SeekOrigin.Begin);
            text.Write((int)stream.Length - sizeof(int));
        }

        return stream.ToArray();
    }

    /// <summary>Reads a message with its length before it.</summary>
    /// <param name="read">Reads some bytes into a buffer; 0 at the end.</param>
    /// <exception cref="InvalidDataException">It is cut off, or longer than any that makes sense.</exception>
    public static BinaryReader ReadFramed(Func<Memory<byte>, int> read)
    {
        var length = BitConverter.ToInt32(Take(read, sizeof(int)));
        return length is >= 0 and <= Longest
            ? new BinaryReader(new MemoryStream(Take(read, length), writable: false), Encoding.UTF8)
            : throw new InvalidDataException($"a message of {length} bytes");
    }

    public static WorkerSetup Read(BinaryReader text)
    {
        var shape = new RingShape(text.ReadInt32(), text.ReadInt32(), text.ReadInt32());
        return new WorkerSetup(shape, text.ReadInt32(), text.ReadBoolean() ? IsolatedModel.Read(text) : null);
    }

    private static byte[] Take(Func<Memory<byte>, int> read, int length)
    {
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            var count = read(bytes.AsMemory(have));
            have += count > 0 ? count : throw new InvalidDataException("it was cut off");
        }

        return bytes;
    }
}

/// <summary>A model as a child is to load it.</summary>
/// <param name="Reference">Its file and manifest.</param>
/// <param name="Sha256">Of the file: whatever else lies there when the child is started again is refused.</param>
/// <param name="Options">How it is run.</param>
internal sealed record IsolatedModel(ModelReference Reference, string Sha256, OnnxDetectorOptions Options)
{
    public void Write(BinaryWriter text)
    {
        text.Write(Reference.Name);
        text.Write(Path.GetFullPath(Reference.File));
        text.Write(Sha256);
        text.Write(Reference.Manifest is { } manifest ? Encoding.UTF8.GetString(ManifestWriter.Write(manifest)) : "");
        text.Write(Options.RuntimePath ?? Environment.GetEnvironmentVariable(OrtLibrary.Variable) ?? "");
        text.Write(Options.Threads);
        text.Write(Options.Device);
        text.Write(Options.ScoreThreshold ?? -1);
        text.Write(Options.LongestRun.Ticks);
        text.Write(Options.Providers.Count);
        foreach (var provider in Options.Providers)
        {
            text.Write((int)provider);
        }
    }

    public static IsolatedModel Read(BinaryReader text)
    {
        var (name, file, sha256, manifest) = (text.ReadString(), text.ReadString(), text.ReadString(), text.ReadString());
        var (runtime, threads, device) = (text.ReadString(), text.ReadInt32(), text.ReadInt32());
        var (threshold, longest) = (text.ReadSingle(), TimeSpan.FromTicks(text.ReadInt64()));
        var providers = new ExecutionProvider[text.ReadInt32()];
        for (var i = 0; i < providers.Length; i++)
        {
            providers[i] = (ExecutionProvider)text.ReadInt32();
        }

        var known = manifest.Length > 0 ? ManifestReader.Read(Encoding.UTF8.GetBytes(manifest), "its manifest") : null;
        return new IsolatedModel(new ModelReference(name, file, known), sha256, new OnnxDetectorOptions
        {
            RuntimePath = runtime.Length > 0 ? runtime : null,
            Threads = threads,
            Device = device,
            ScoreThreshold = threshold >= 0 ? threshold : null,
            LongestRun = longest,
            Providers = providers,
        });
    }
}
