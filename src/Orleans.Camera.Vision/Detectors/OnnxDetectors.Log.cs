using Microsoft.Extensions.Logging;

namespace Orleans.Camera.Vision.Detectors;

public static partial class OnnxDetectors
{
    [LoggerMessage(3001, LogLevel.Information, "Model {Model} {Provider}")]
    private static partial void LogOpened(ILogger logger, string model, string provider);
}
