namespace Orleans.Camera.Silo.Hosting;

/// <summary>What must be right before a silo joins: the store's tables, and that it belongs to the silos that are there.</summary>
internal interface IStartCheck
{
    /// <exception cref="StartException">The silo may not join; nothing was disturbed.</exception>
    Task RunAsync(CancellationToken cancellationToken);
}
