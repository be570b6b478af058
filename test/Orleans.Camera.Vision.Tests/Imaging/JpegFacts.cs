using Orleans.Camera.Vision.Imaging;

namespace Orleans.Camera.Vision.Tests.Imaging;

/// <summary>A fact about pictures that libjpeg-turbo encodes; skipped, with the reason, where it is missing and FFmpeg encodes them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JpegFactAttribute : FactAttribute
{
    public static readonly string? Reason = TurboJpeg.IsInstalled ? null : $"{TurboJpeg.Package} is not installed";

    public JpegFactAttribute() => Skip = Reason;
}

/// <summary>The same for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JpegTheoryAttribute : TheoryAttribute
{
    public JpegTheoryAttribute() => Skip = JpegFactAttribute.Reason;
}
