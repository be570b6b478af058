using System.CommandLine;
using Orleans.Camera.Cli.Doctor;
using Orleans.Camera.Cli.Output;
using Orleans.Camera.Silo.Configuration;
using Spectre.Console;

namespace Orleans.Camera.Cli.Commands;

/// <summary><c>camera doctor</c>: what is there, and the next step for what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandConsole console)
    {
        var command = new Command("doctor", "Shows what is installed and what to do about the rest.");
        var config = new WhereOptions().Config;
        command.Add(config);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var files = (parse.GetValue(config) ?? []).Select(ConfigurationText.OfFile);
            var settings = SiloSettings.Read(files, Environment.GetEnvironmentVariables());
            var findings = await Checks.RunAsync(settings.Devices, cancellationToken);
            Tables.Write(console, TableOf(findings));
            return findings.Any(finding => finding is { IsComplete: false, IsNeeded: true }) ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    private static Table TableOf(IReadOnlyList<Finding> findings)
    {
        var table = Tables.New("what", "found", "next step");
        foreach (var finding in findings)
        {
            table.AddRow(Tables.Cell(finding.What), Tables.Cell(finding.Found), Tables.Cell(finding.NextStep));
        }

        return table;
    }
}
