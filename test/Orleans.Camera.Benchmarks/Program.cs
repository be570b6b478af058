using System.CommandLine;
using Orleans.Camera.Benchmarks.Commands;
using Orleans.Camera.Vision.Isolation;

if (args is [WorkerProgram.Command])
{
    return WorkerProgram.Run();
}

const int WrongUsage = 2;
var arguments = new RootCommand("Measures Orleans Camera against others.")
{
    PipelineCommand.Create(), CpuCommand.Create(), FailoverCommand.Create(), ClusterCommand.Create(), SimulateCommand.Create(), DensityCommand.Create(),
}.Parse(args);
var exitCode = await arguments.InvokeAsync();
return arguments.Errors.Count > 0 ? WrongUsage : exitCode;
