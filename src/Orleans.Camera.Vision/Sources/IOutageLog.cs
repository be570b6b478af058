namespace Orleans.Camera.Vision.Sources;

/// <summary>Is told when a live source goes and comes back.</summary>
internal interface IOutageLog
{
    /// <param name="reason">Why, without credentials.</param>
    /// <param name="pause">How long until it is opened again.</param>
    void Lost(string reason, TimeSpan pause);

    /// <param name="outage">From the last picture before to the first one after.</param>
    void Restored(TimeSpan outage);
}
