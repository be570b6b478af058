namespace Orleans.Camera.Core.Counting;

/// <summary>Crossings of one label, by direction.</summary>
public sealed record LabelTotals(string Label, long In, long Out);

/// <summary>Crossings of one line so far.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="In">From the left of its arrow to the right.</param>
/// <param name="Out">From the right to the left.</param>
/// <param name="ByLabel">Labels that crossed at least once, in the detector's order.</param>
public sealed record LineTotals(string Line, long In, long Out, IReadOnlyList<LabelTotals> ByLabel);

/// <summary>What happened in one zone so far. <paramref name="Entered"/> less <paramref name="Left"/> is <paramref name="Occupancy"/>.</summary>
/// <param name="Zone">Name of the zone.</param>
/// <param name="Occupancy">Objects inside now.</param>
/// <param name="Entered">Objects that came in, those included that were first seen inside.</param>
/// <param name="Left">Objects that went out, those included that were last seen inside.</param>
/// <param name="Loitered">Visits longer than the zone's loitering time.</param>
/// <param name="Dwell">Footage spent inside, summed over all visits, those under way included.</param>
/// <param name="MeanDwell">Mean length of the visits that are over; zero where there are none.</param>
public sealed record ZoneTotals(
    string Zone, int Occupancy, long Entered, long Left, long Loitered, TimeSpan Dwell, TimeSpan MeanDwell);
