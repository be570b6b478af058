namespace Orleans.Runtime;

/// <summary>Something that waits for the turn of an activation: a call or a tick of a timer.</summary>
internal abstract class WorkItem
{
    /// <summary>Runs beside everything else, and holds nothing up.</summary>
    public virtual bool Interleaves => false;

    /// <summary>Runs beside others that only read.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>Whether it keeps the activation from being collected.</summary>
    public virtual bool IsActivity => true;

    /// <summary>Runs in turns of the activation. Never throws.</summary>
    public abstract Task RunAsync(Activation activation);

    /// <summary>The activation ended before this could run: it belongs to the next one.</summary>
    public abstract void Reroute();

    /// <summary>The activation could not begin.</summary>
    public abstract void Refuse(Exception exception);
}
