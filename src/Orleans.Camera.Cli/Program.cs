using Orleans.Camera.Cli;

using var interruption = new Interruption();
using var console = CommandConsole.OfProcess();
return await CameraApp.RunAsync(args, console, interruption.Token);
