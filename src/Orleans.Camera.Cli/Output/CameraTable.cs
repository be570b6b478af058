using Orleans.Camera.Abstractions;
using Spectre.Console;

namespace Orleans.Camera.Cli.Output;

/// <summary>Cameras as an operator looks at them, in 80 columns: why one is as it is stands below the table, where there is room for it.</summary>
internal static class CameraTable
{
    public static Table Of(IEnumerable<CameraStatus> cameras)
    {
        var table = Tables.New("camera", "state", "silo", "fps", "picture", "since");
        foreach (var camera in cameras)
        {
            table.AddRow(
                Tables.Cell(camera.Camera), Tables.Cell(CameraTotals.Word(camera.State)), Tables.Cell(camera.Silo), Tables.Cell($"{camera.ProcessFps:0.0}").RightJustified(),
                Tables.Number(camera.Frame), Tables.Cell($"{camera.Since:MM-dd HH:mm:ss}"));
        }

        Tables.KeepWhole(table, 1, 3, 4, 5);
        return table;
    }

    /// <summary>A line for each camera that has a reason, as long as it is: a terminal breaks it, and a pipe gets it whole.</summary>
    public static void Reasons(CommandConsole console, IEnumerable<CameraStatus> cameras)
    {
        foreach (var camera in cameras.Where(camera => camera.Reason.Length > 0))
        {
            console.Write(OneLine.From($"{camera.Camera}: {camera.Reason}") + "\n");
        }
    }
}
