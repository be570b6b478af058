namespace Orleans.Camera.Grains.Roster;

/// <summary>How the roster is brought back where its silo died and nobody calls it.</summary>
public sealed class RosterOptions
{
    /// <summary>Name of the reminder.</summary>
    internal const string Reminder = "look";

    /// <summary>Time between two reminders, not less than the engine allows. Default 1 min.</summary>
    public TimeSpan Reminded { get; set; } = TimeSpan.FromMinutes(1);
}
