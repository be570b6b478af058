namespace Orleans.Camera.Simulation.Footage;

/// <summary>Which pictures of a live camera each reader got.</summary>
internal sealed class SourceLog
{
    public List<Showing> All { get; } = [];

    public Showing Begin()
    {
        var showing = new Showing();
        All.Add(showing);
        return showing;
    }

    internal sealed class Showing
    {
        /// <summary>Number and time of each picture, in order.</summary>
        public List<(long Number, DateTimeOffset Time)> Pictures { get; } = [];

        public void Add(long number, DateTimeOffset time) => Pictures.Add((number, time));
    }
}
