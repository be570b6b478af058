using Orleans.Camera.Cli;
using Orleans.Camera.Vision.Isolation;

if (args is [WorkerProgram.Command])
{
    return WorkerProgram.Run(); // no command of an operator's: a silo starts it
}

using var interruption = new Interruption();
using var console = CommandConsole.OfProcess();
return await CameraApp.RunAsync(args, console, interruption.Token);
