using Orleans.Camera.Abstractions;
using Orleans.Camera.Placement.Silos;

namespace Orleans.Camera.Placement.Tests.Silos;

public class BusyMachineTests : ISiloLoadSource
{
    public SiloLoad? Current { get; private set; }

    [Fact]
    public void A_machine_is_busy_from_half_of_its_processors_on_until_clearly_less_are()
    {
        var machine = new BusyMachine(this);
        Assert.False(machine.IsBusy());

        foreach (var (cpu, isBusy) in new[] { (0.1, false), (0.49, false), (0.5, true), (0.9, true), (0.45, true), (0.36, true), (0.34, false), (0.45, false) })
        {
            Current = LoadOf(cpu);
            Assert.Equal(isBusy, machine.IsBusy());
        }
    }

    [Fact]
    public void A_machine_whose_load_is_not_known_stays_what_it_was()
    {
        var machine = new BusyMachine(this);
        Current = LoadOf(0.7);
        Assert.True(machine.IsBusy());

        Current = LoadOf(null);
        Assert.True(machine.IsBusy());
    }

    private static SiloLoad LoadOf(double? cpu) => new("north", DateTimeOffset.UnixEpoch, cpu, 2, 1, 2, 0, 0, 0, 0, 50, 100, 1, 1, [], []);
}
