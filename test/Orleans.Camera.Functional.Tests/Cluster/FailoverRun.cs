using System.Diagnostics;
using System.Text.Json;
using Orleans.Camera.Testing.Processes;

namespace Orleans.Camera.Functional.Tests.Cluster;

/// <summary>All faults on one cluster, once for all tests: three kills, and one of each other, or one of each kind of it.</summary>
public sealed class FailoverRun : IAsyncLifetime
{
    private const string Faults = "kill:3,freeze:1,pair:1,drain:1,store:1,store-kill:1";
    private readonly Dictionary<string, JsonElement> _reports = new(StringComparer.Ordinal);

    public string Error { get; private set; } = "";

    public static string? WhyNoCut { get; } = Environment.IsPrivilegedProcess ? null : "only root may have network namespaces of its own";

    public JsonElement Of(string fault) => _reports.TryGetValue(fault, out var report) ? report : throw new InvalidOperationException($"There is no {fault}: {Error}");

    public async Task InitializeAsync()
    {
        var run = await FailoverBenchProcess.RunAsync(
            "--fault", WhyNoCut is null ? Faults + ",cut:2" : Faults, "--cameras", "4", "--outage", "8", "--json");
        Error = run.Error;
        foreach (var report in run.Lines.Select(line => JsonDocument.Parse(line).RootElement))
        {
            _reports[report.TryGetProperty("fault", out var fault) ? fault.GetString()! : "all"] = report;
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary><c>camera bench failover</c> as a program.</summary>
internal static class FailoverBenchProcess
{
    public static string[] Command { get; } = ["dotnet", Path.Combine(AppContext.BaseDirectory, "camera-bench.dll"), "failover"];

    public static Task<ProgramRun> RunAsync(params string[] arguments) => RunWithAsync(_ => { }, arguments);

    public static Task<ProgramRun> RunWithAsync(Action<ProcessStartInfo> configure, params string[] arguments) =>
        ProgramRun.OfAsync(Command[0], [.. Command[1..], .. arguments], configure, limit: TimeSpan.FromMinutes(8));
}

/// <summary>A test that cuts silos off from each other, where this machine lets it.</summary>
public sealed class CutFactAttribute : FactAttribute
{
    public CutFactAttribute() => Skip = FailoverRun.WhyNoCut;
}
