using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>What a bench has started ends with it, however it ends.</summary>
public sealed class KilledBenchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Silos_and_database_of_a_killed_bench_end_even_where_they_are_stopped() => CheckAsync("freeze");

    [CutFact]
    public Task So_do_those_that_stand_in_networks_of_their_own() => CheckAsync("cut");

    private async Task CheckAsync(string fault)
    {
        var start = new ProcessStartInfo(FailoverBenchProcess.Command[0], [.. FailoverBenchProcess.Command[1..], "--fault", fault, "--cameras", "1"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["TMPDIR"] = _folder.FullName },
        };
        using var bench = Process.Start(start)!;
        var ids = Array.Empty<int>();
        try
        {
            while (await bench.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line && !line.Contains("counting", StringComparison.Ordinal))
            {
                // It is preparing.
            }

            ids = Started();
            Assert.Equal(4, ids.Length);
            ids = [.. ids, .. ids.SelectMany(ChildrenOf)];
            Assert.True(ids.Length > 8, "a database has servers");
            Assert.All(ids, id => Assert.True(IsAlive(id)));
            foreach (var id in ids)
            {
                await ProgramRun.OfAsync("kill", ["-STOP", $"{id}"]);
            }
        }
        finally
        {
            bench.Kill();
        }

        var watch = Stopwatch.StartNew();
        while (Array.Exists(ids, IsAlive) && watch.Elapsed < Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.All(ids, id => Assert.False(IsAlive(id), $"process {id} is still there"));
    }

    private int[] Started()
    {
        var state = Assert.Single(Directory.GetDirectories(_folder.FullName, "camera-failover-*"));
        using var address = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(state, "cluster.json")));
        return [.. address.RootElement.GetProperty("Processes").EnumerateArray().Select(process => process.GetProperty("Id").GetInt32())];
    }

    /// <summary>Of a database its servers; the guard, which is a shell, is nobody's business.</summary>
    private static IEnumerable<int> ChildrenOf(int id) => File.ReadAllText($"/proc/{id}/task/{id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Where(child => File.ReadAllText($"/proc/{child}/comm").Trim() != "sh");

    /// <summary>Whether it runs: one that only waits to be reaped does not.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
