using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Orleans.Camera.Vision.Isolation;

/// <summary>
/// A filter of system calls over all threads of this process, for ever: no sockets, no other way to a network, no looking
/// into other processes, no loading of anything into the kernel, and no new program. Refused calls fail
/// with EACCES.
/// </summary>
internal static unsafe partial class Sandbox
{
    private const int NoNewPrivileges = 38;
    private const uint SetFilter = 1;
    private const uint AllThreads = 1;
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = 0x00050000 | 13;
    private const uint KillProcess = 0x80000000;
    private const uint OffsetOfNumber = 0;
    private const uint OffsetOfArchitecture = 4;
    private const uint FirstOfX32 = 0x40000000;

    // socket, socketpair, ptrace, process_vm_readv and _writev, mount, umount2, unshare, setns, init_module, finit_module,
    // delete_module, kexec_load, bpf, perf_event_open, io_uring_setup, _enter and _register, userfaultfd, add_key,
    // request_key, keyctl, open_by_handle_at, pidfd_getfd, execve, execveat
    private static readonly uint[] OnX64 =
        [41, 53, 101, 310, 311, 165, 166, 272, 308, 175, 313, 176, 246, 321, 298, 425, 426, 427, 323, 248, 249, 250, 304, 438, 59, 322];

    private static readonly uint[] OnArm64 =
        [198, 199, 117, 270, 271, 40, 39, 97, 268, 105, 273, 106, 104, 280, 241, 425, 426, 427, 282, 217, 218, 219, 265, 438, 221, 281];

    /// <exception cref="InvalidOperationException">The kernel does not do it; nothing that must be held in may run then.</exception>
    public static void Enter()
    {
        var isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        Install(Build(isArm ? 0xc00000b7 : 0xc000003e, isArm ? OnArm64 : OnX64));
    }

    private static Instruction[] Build(uint architecture, uint[] refused)
    {
        var program = new List<Instruction>
        {
            new(LoadWord, 0, 0, OffsetOfArchitecture),
            new(JumpIfEqual, 1, 0, architecture),
            new(Return, 0, 0, KillProcess),
            new(LoadWord, 0, 0, OffsetOfNumber),
            new(JumpIfAtLeast, (byte)(refused.Length + 1), 0, FirstOfX32),
        };
        for (var i = 0; i < refused.Length; i++)
        {
            program.Add(new(JumpIfEqual, (byte)(refused.Length - i), 0, refused[i]));
        }

        program.Add(new(Return, 0, 0, Allow));
        program.Add(new(Return, 0, 0, Refuse));
        return [.. program];
    }

    private static void Install(Instruction[] program)
    {
        fixed (Instruction* first = program)
        {
            var filter = new Filter { Length = (ushort)program.Length, First = first };
            var number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 277 : 317;
            if (ProcessControl(NoNewPrivileges, 1, 0, 0, 0) != 0 || SystemCall(number, SetFilter, AllThreads, &filter) != 0)
            {
                throw new InvalidOperationException(
                    $"this kernel refuses to filter system calls ({new Win32Exception(Marshal.GetLastPInvokeError()).Message}), so nothing can be isolated here; set Camera:Workers:Isolation to none");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nuint operation, nuint flags, Filter* filter);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct Filter
    {
        public ushort Length;
        public Instruction* First;
    }
}
