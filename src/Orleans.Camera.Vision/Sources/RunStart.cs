using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Vision.Sources;

/// <summary>Where one life of an FFmpeg child begins.</summary>
internal sealed record RunStart
{
    /// <summary>At the beginning, letting everything through.</summary>
    public static RunStart Beginning { get; } = new();

    /// <summary>Decodes the first picture only, whose time stamp is the one that FFmpeg itself gives it.</summary>
    public static RunStart Probe { get; } = new() { IsProbe = true };

    /// <summary>The first picture to let through, counted from 1 over those that this run decodes.</summary>
    public long First { get; private init; } = 1;

    public bool IsProbe { get; private init; }

    /// <summary>Whether the first picture passes also where the frame-rate limit, which may have changed, would leave it out.</summary>
    public bool HasFirst { get; private init; }

    /// <summary>Where decoding begins; null for the beginning.</summary>
    public Seek? Sought { get; private init; }

    /// <summary>At the beginning, but the pictures before this one do not pass.</summary>
    public static RunStart At(long first) => first == 1 ? Beginning : new() { First = first };

    /// <summary>At the beginning, but only this picture and those after it pass.</summary>
    public static RunStart With(long first) => new() { First = first, HasFirst = true };

    /// <summary>At a key frame before this picture, and this picture is the first to pass.</summary>
    public static RunStart Near(Seek sought) => new() { Sought = sought, HasFirst = true };
}

/// <param name="Picture">The first picture to let through.</param>
/// <param name="Zero">FFmpeg's own time of the source's first picture, in microseconds.</param>
/// <param name="To">FFmpeg's own time at which, or before which, decoding begins.</param>
internal sealed record Seek(ResumePoint Picture, long Zero, TimeSpan To);
