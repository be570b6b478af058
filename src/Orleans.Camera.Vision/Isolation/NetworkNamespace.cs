using Orleans.Camera.Vision.Processes;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// Whether a child can be started in a network of its own. Root with its usual capabilities can. Others would need a user
/// namespace, which opens more of the kernel than it closes: for them the filter of system calls stands alone.
/// </summary>
internal static class NetworkNamespace
{
    private static readonly Lazy<bool> Allowed = new(Try);

    public static bool IsAllowed => LibC.EffectiveUser() == 0 && Allowed.Value;

    private static bool Try()
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        try
        {
            var id = SpawnThread.Run(() => PosixSpawn.Start(
                ["unshare", "--net", "--", "true"], [$"PATH={Environment.GetEnvironmentVariable("PATH")}"], nothing, nothing, nothing));
            return LibC.WaitForEnd(id) == 0;
        }
        catch (IOException)
        {
            return false; // there is no util-linux
        }
    }
}
