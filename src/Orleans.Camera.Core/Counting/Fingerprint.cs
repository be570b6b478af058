using Orleans.Camera.Core.Geometry;

namespace Orleans.Camera.Core.Counting;

/// <summary>A mark of a configuration that is the same on every machine (FNV-1a, 32 bits), to refuse state of another one.</summary>
internal readonly record struct Fingerprint
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;
    private readonly uint _difference;

    private Fingerprint(uint hash) => _difference = hash ^ Basis;

    public int Value => (int)Hash;

    private uint Hash => _difference ^ Basis;

    public Fingerprint Add(int value)
    {
        var hash = Hash;
        for (var shift = 0; shift < 32; shift += 8)
        {
            hash = (hash ^ (byte)(value >> shift)) * Prime;
        }

        return new Fingerprint(hash);
    }

    public Fingerprint Add(float value) => Add(BitConverter.SingleToInt32Bits(value));

    public Fingerprint Add(ImagePoint point) => Add(point.X).Add(point.Y);

    public Fingerprint Add(string text)
    {
        var mark = Add(text.Length);
        foreach (var letter in text)
        {
            mark = mark.Add(letter);
        }

        return mark;
    }

    public Fingerprint Add(IReadOnlyList<string> texts)
    {
        var mark = Add(texts.Count);
        foreach (var text in texts)
        {
            mark = mark.Add(text);
        }

        return mark;
    }
}
