using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Orleans.Camera.Simulation;
using Orleans.Camera.Simulation.Clock;
using Orleans.Camera.Simulation.Store;

// camera-simulation SEED SCHEDULES STRIDE [--bug=NAME] [--trace] [--first]: every STRIDEth seed from SEED on. One JSON
// object at the end. One process runs one schedule at a time; whoever wants more starts more.
var words = args.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
var first = int.Parse(words[0], CultureInfo.InvariantCulture);
var count = int.Parse(words[1], CultureInfo.InvariantCulture);
var stride = int.Parse(words[2], CultureInfo.InvariantCulture);
var bug = args.FirstOrDefault(word => word.StartsWith("--bug=", StringComparison.Ordinal)) is { } named ? Enum.Parse<Bug>(named[6..]) : Bug.None;
var watch = Stopwatch.StartNew();
var failures = new List<object>();
var (done, hash) = (0, "");
for (var seed = first; seed < first + count && (failures.Count == 0 || !args.Contains("--first")); seed += stride, done++)
{
    (var fault, hash) = Schedule.Run(seed, bug, args.Contains("--trace") ? Console.Out : null);
    if (fault is not null)
    {
        failures.Add(new { seed, fault });
        if (fault == World.StandsStill)
        {
            break;
        }
    }
}

Console.WriteLine(JsonSerializer.Serialize(new { schedules = done, seconds = watch.Elapsed.TotalSeconds, hash, failures }));
return failures.Count > 0 ? 1 : 0;
