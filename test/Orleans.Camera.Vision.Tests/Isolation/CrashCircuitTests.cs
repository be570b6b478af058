using Orleans.Camera.Testing.Clocks;
using Orleans.Camera.Vision.Isolation;

namespace Orleans.Camera.Vision.Tests.Isolation;

public class CrashCircuitTests
{
    private readonly ManualClock _clock = new();
    private readonly CrashCircuit _circuit;

    public CrashCircuitTests() => _circuit = new CrashCircuit(_clock);

    [Fact]
    public void The_first_death_is_no_reason_to_wait_and_each_further_one_is_a_longer_one()
    {
        Assert.Equal(TimeSpan.Zero, _circuit.Died());
        Assert.Equal(TimeSpan.FromMilliseconds(100), _circuit.Died());
        Assert.Equal(TimeSpan.FromMilliseconds(200), _circuit.Died());
        Assert.Equal(TimeSpan.FromMilliseconds(400), _circuit.Died());
        Assert.False(_circuit.IsOpen);

        Assert.Equal(CrashCircuit.OpenFor, _circuit.Died());
        Assert.True(_circuit.IsOpen);
    }

    [Fact]
    public void A_model_that_answers_once_between_its_deaths_opens_it_all_the_same()
    {
        for (var death = 1; death <= CrashCircuit.MostDeaths; death++)
        {
            _circuit.Answered();
            _circuit.Died();
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.True(_circuit.IsOpen);
        _clock.Advance(CrashCircuit.OpenFor);
        _circuit.Answered();
        Assert.Equal(CrashCircuit.OpenFor, _circuit.Died());
    }

    [Fact]
    public void A_model_that_dies_less_often_never_opens_it()
    {
        for (var death = 0; death < 100; death++)
        {
            _circuit.Died();
            _clock.Advance(CrashCircuit.Window / (CrashCircuit.MostDeaths - 1) + TimeSpan.FromSeconds(1));
            Assert.False(_circuit.IsOpen);
        }
    }

    [Fact]
    public void It_closes_with_an_answer_once_the_deaths_are_long_enough_ago()
    {
        for (var death = 0; death < CrashCircuit.MostDeaths; death++)
        {
            _circuit.Died();
        }

        _circuit.Answered();
        Assert.True(_circuit.IsOpen);

        _clock.Advance(CrashCircuit.Window + TimeSpan.FromSeconds(1));
        _circuit.Answered();
        Assert.False(_circuit.IsOpen);
        Assert.Equal(TimeSpan.Zero, _circuit.Died());
    }
}
