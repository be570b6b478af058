namespace Orleans.Camera.Silo.Configuration;

/// <summary>Where a program keeps what must outlive it.</summary>
public static class StateFolder
{
    /// <summary><c>camera</c> below <c>XDG_STATE_HOME</c>, or <c>~/.local/state/camera</c>.</summary>
    public static string Default
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : home,
                "camera");
        }
    }

    /// <summary>Makes it, for its owner alone.</summary>
    public static void Create(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
