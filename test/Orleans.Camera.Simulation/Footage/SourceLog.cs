using Orleans.Camera.Core.Frames;

namespace Orleans.Camera.Simulation.Footage;

/// <summary>Which pictures of a live camera each reader got.</summary>
internal sealed class SourceLog
{
    /// <summary>How often all sources that were open have broken off.</summary>
    public int Breaks { get; set; }

    public List<Showing> All { get; } = [];

    /// <summary>Camera, number and time of each picture that a worker has answered.</summary>
    public HashSet<(string Camera, long Number, DateTimeOffset Time)> Answered { get; } = [];

    /// <exception cref="SourceException">The sources have broken off since.</exception>
    public void Check(int before)
    {
        if (Breaks > before)
        {
            throw new SourceException("the cable was pulled");
        }
    }

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
