using Orleans.Camera.Core.Detecting;
using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>What a child says once it is ready, or why it never will be. The parent believes none of it before it has looked.</summary>
/// <param name="Fault">Why it cannot work; null where it can.</param>
/// <param name="Labels">Of its detections.</param>
/// <param name="Input">Size of the model's input.</param>
/// <param name="Box">Within which it looks at a picture, keeping its aspect ratio; empty where it stretches them.</param>
/// <param name="Provider">One line: what runs the model.</param>
internal sealed record WorkerGreeting(string? Fault, IReadOnlyList<string> Labels, PictureSize Input, PictureSize Box, string Provider)
{
    private const int MostLabels = 10_000;
    private const int LargestSide = 4096;

    public static WorkerGreeting OfFault(string fault) => new(fault, [], default, default, "");

    public byte[] Write() => WorkerSetup.Framed(text =>
    {
        text.Write(Fault is null);
        text.Write(Fault ?? "");
        text.Write(Input.Width);
        text.Write(Input.Height);
        text.Write(Box == Input);
        text.Write(Provider);
        text.Write(Labels.Count);
        foreach (var label in Labels)
        {
            text.Write(label);
        }
    });

    /// <exception cref="InvalidDataException">It makes no sense.</exception>
    public static WorkerGreeting Read(Func<Memory<byte>, int> read)
    {
        try
        {
            using var text = WorkerSetup.ReadFramed(read);
            var (isReady, fault) = (text.ReadBoolean(), text.ReadString());
            var (width, height, isBox, provider, count) = (text.ReadInt32(), text.ReadInt32(), text.ReadBoolean(), text.ReadString(), text.ReadInt32());
            if (width is < 0 or > LargestSide || height is < 0 or > LargestSide || count is < 0 or > MostLabels)
            {
                throw new InvalidDataException($"an input of {width}x{height} with {count} labels");
            }

            var labels = new string[count];
            for (var i = 0; i < count; i++)
            {
                labels[i] = ChildText.OneLine(text.ReadString());
            }

            var input = new PictureSize(width, height);
            return new WorkerGreeting(isReady ? null : ChildText.OneLine(fault), labels, input, isBox ? input : default, ChildText.OneLine(provider));
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("a message that cannot be read", fault);
        }
    }

    /// <exception cref="ModelException">The child cannot work.</exception>
    public void RequireReady()
    {
        if (Fault is not null)
        {
            throw new ModelException(Fault);
        }
    }
}
