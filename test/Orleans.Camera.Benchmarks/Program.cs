using System.CommandLine;
using Orleans.Camera.Benchmarks.Commands;

const int WrongUsage = 2;
var arguments = new RootCommand("Measures Orleans Camera against others.") { PipelineCommand.Create(), CpuCommand.Create(), FailoverCommand.Create(), SimulateCommand.Create() }.Parse(args);
var exitCode = await arguments.InvokeAsync();
return arguments.Errors.Count > 0 ? WrongUsage : exitCode;
