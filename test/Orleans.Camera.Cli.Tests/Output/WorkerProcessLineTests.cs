using Orleans.Camera.Abstractions;
using Orleans.Camera.Cli.Output;

namespace Orleans.Camera.Cli.Tests.Output;

public class WorkerProcessLineTests
{
    [Fact]
    public void The_memory_of_a_child_process_is_shown_beside_its_cap_and_what_ended_the_one_before()
    {
        var lines = PoolTables.Processes(PoolOf(null, new(17, 96 << 20, 2048L << 20, 0, ""), new(0, 0, 2048L << 20, 5, "it was killed\u001b[2J (signal 9)"))).ToList();

        Assert.Equal(["worker tiny/1 on b: process 17, 96 of 2,048 MiB", "worker tiny/2 on c: process 0, 0 of 2,048 MiB, started again 5 times: it was killed [2J (signal 9)"], lines);
    }

    private static WorkerPool PoolOf(params WorkerProcess?[] processes) => new(
        default,
        [.. processes.Select((process, index) => new WorkerStatus($"tiny/{index}", $"{(char)('a' + index)}", "cpu", "ready", default, "") { Process = process })],
        [],
        [],
        []);
}
