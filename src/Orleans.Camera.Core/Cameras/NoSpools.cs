namespace Orleans.Camera.Core.Cameras;

/// <summary>Nothing is kept on disk: what does not fit into memory is a gap.</summary>
public sealed class NoSpools : ICutSpools, ICutSpool
{
    public bool IsBegun => false;

    public SpoolIntent? Intent => null;

    public int Events => 0;

    public ICutSpool Open(string camera) => this;

    public void Begin(SpoolIntent intent, Cut? cut)
    {
        // There is no disk.
    }

    public bool Append(Cut cut) => false;

    public Cut? Take() => null;

    public Cut? TakeIntended() => null;

    public void Intend(SpoolIntent intent)
    {
        // It never begins.
    }

    public void Committed()
    {
        // It never begins.
    }

    public void Discard()
    {
        // It never begins.
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
