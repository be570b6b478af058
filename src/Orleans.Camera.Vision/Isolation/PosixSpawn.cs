using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// Starts a program with exactly the descriptors that it is given. <see cref="System.Diagnostics.Process"/> can hand over
/// nothing but the three standard streams, and a descriptor opened to be inherited would go to every other child as well.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    private const short NewSession = 0x80;
    private const short DefaultSignals = 0x04;
    private const short NoBlockedSignals = 0x08;

    // The structures are opaque: glibc's have 80, 336 and 128 bytes.
    private const int RoomForStructure = 1024;

    /// <param name="command">The program, looked up in PATH, and its arguments.</param>
    /// <param name="environment">All of it: <c>NAME=value</c>.</param>
    /// <param name="descriptors">What the program finds as 0, 1, 2 and so on.</param>
    /// <returns>Its process number.</returns>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static int Start(IReadOnlyList<string> command, IReadOnlyList<string> environment, params ReadOnlySpan<SafeHandle> descriptors)
    {
        var actions = stackalloc byte[RoomForStructure];
        var attributes = stackalloc byte[RoomForStructure];
        var signals = stackalloc byte[RoomForStructure];
        using var texts = new NativeTexts(command);
        using var variables = new NativeTexts(environment);
        _ = ActionsInit(actions);
        _ = AttributesInit(attributes);
        try
        {
            for (var number = 0; number < descriptors.Length; number++)
            {
                _ = ActionsDuplicate(actions, (int)descriptors[number].DangerousGetHandle(), number);
            }

            _ = SetFlags(attributes, NewSession | DefaultSignals | NoBlockedSignals);
            _ = EmptySet(signals);
            _ = SetBlocked(attributes, signals);
            _ = FullSet(signals);
            _ = SetDefaults(attributes, signals);
            var error = Spawn(out var process, texts.First, actions, attributes, texts.Pointers, variables.Pointers);
            return error == 0 ? process : throw new IOException($"{command[0]} cannot be started ({new Win32Exception(error).Message})");
        }
        finally
        {
            _ = AttributesDestroy(attributes);
            _ = ActionsDestroy(actions);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    private static partial int Spawn(out int process, byte* program, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int ActionsDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetBlocked(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySet(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FullSet(byte* signals);

    /// <summary>Texts as C has them, with a null at the end.</summary>
    private sealed class NativeTexts : IDisposable
    {
        private readonly int _count;

        public NativeTexts(IReadOnlyList<string> texts)
        {
            _count = texts.Count;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++)
            {
                Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
            }
        }

        public byte** Pointers { get; }

        public byte* First => Pointers[0];

        public void Dispose()
        {
            for (var i = 0; i < _count; i++)
            {
                Marshal.FreeCoTaskMem((nint)Pointers[i]);
            }

            NativeMemory.Free(Pointers);
        }
    }
}
