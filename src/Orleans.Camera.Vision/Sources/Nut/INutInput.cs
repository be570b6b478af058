namespace Orleans.Camera.Vision.Sources.Nut;

/// <summary>Where the bytes of a NUT stream come from.</summary>
internal interface INutInput
{
    /// <summary>Waits for at least one byte and reads what there is.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    int Read(Span<byte> buffer);
}
