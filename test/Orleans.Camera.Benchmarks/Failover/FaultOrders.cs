using System.Globalization;

namespace Orleans.Camera.Benchmarks.Failover;

/// <summary>Faults as the command line has them: <c>kill,freeze</c>, <c>kill:3,freeze:1</c>, or <c>all</c>.</summary>
internal static class FaultOrders
{
    public const int Most = 1000;

    /// <summary>The full numbers.</summary>
    public static IReadOnlyList<FaultOrder> Full { get; } =
    [
        new(FaultKind.Kill, 50), new(FaultKind.Freeze, 10), new(FaultKind.Pair, 5), new(FaultKind.Drain, 3), new(FaultKind.Store, 3),
        new(FaultKind.StoreKill, 3), new(FaultKind.Cut, 10),
    ];

    public static string Names { get; } = string.Join(", ", Enum.GetValues<FaultKind>().Select(FaultOrder.NameOf));

    /// <param name="text">What was given.</param>
    /// <param name="count">How often, where the text does not say.</param>
    /// <returns>The faults; null with what is wrong.</returns>
    public static (IReadOnlyList<FaultOrder>? Orders, string Wrong) Read(string text, int count)
    {
        var orders = new List<FaultOrder>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (name, often) = part.Split(':') is [var before, var number] ? (before, number) : (part, $"{count}");
            if (!int.TryParse(often, NumberStyles.None, CultureInfo.InvariantCulture, out var times) || times is < 1 or > Most)
            {
                return (null, $"--fault {part}: how often must be from 1 to {Most}");
            }

            FaultKind[] kinds = [.. Enum.GetValues<FaultKind>().Where(kind => name == "all" || name == FaultOrder.NameOf(kind))];
            if (kinds.Length == 0)
            {
                return (null, $"--fault {part}: there is {Names}, and all");
            }

            orders.AddRange(kinds.Select(kind => new FaultOrder(kind, times)));
        }

        var twice = orders.CountBy(order => order.Kind).FirstOrDefault(pair => pair.Value > 1);
        return twice.Value > 1 ? (null, $"--fault {text}: {FaultOrder.NameOf(twice.Key)} is there twice") : (orders, "");
    }
}
