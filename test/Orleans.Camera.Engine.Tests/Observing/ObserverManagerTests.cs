using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;

namespace Orleans.Camera.Engine.Tests.Observing;

public class ObserverManagerTests
{
    private readonly ObserverManager<string, List<string>> _observers = new(TimeSpan.FromMinutes(1), NullLogger.Instance);
    private DateTime _now = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public ObserverManagerTests() => _observers.GetDateTime = () => _now;

    [Fact]
    public async Task Everyone_is_told_whom_the_predicate_lets_through()
    {
        List<string> first = [], second = ["not this one"];
        _observers.Subscribe("first", first);
        _observers.Subscribe("second", second);

        _observers.Notify(observer => observer.Add("a"), observer => observer.Count == 0);
        await _observers.Notify(observer => Task.Run(() => observer.Add("b")));

        Assert.Equal(["a", "b"], first);
        Assert.Equal(["not this one", "b"], second);
    }

    [Fact]
    public void Who_does_not_renew_in_time_is_told_nothing_and_forgotten()
    {
        List<string> renews = [], sleeps = [];
        _observers.Subscribe("renews", renews);
        _observers.Subscribe("sleeps", sleeps);
        _now += TimeSpan.FromSeconds(50);
        _observers.Subscribe("renews", renews);
        _now += TimeSpan.FromSeconds(50);
        Assert.Equal(2, _observers.Count);

        _observers.Notify(observer => observer.Add("news"));

        Assert.Equal(["news"], renews);
        Assert.Empty(sleeps);
        Assert.Equal(["renews"], _observers.Observers.Keys);
    }

    [Fact]
    public void Who_is_just_old_enough_is_told_still()
    {
        List<string> observer = [];
        _observers.Subscribe("a", observer);
        _now += _observers.ExpirationDuration;

        _observers.Notify(known => known.Add("news"));

        Assert.Equal(["news"], observer);
        _now += TimeSpan.FromTicks(1);
        _observers.ClearExpired();
        Assert.Empty(_observers);
    }

    [Fact]
    public async Task Who_throws_is_forgotten_and_the_others_are_told()
    {
        List<string> good = [], bad = [];
        _observers.Subscribe("bad", bad);
        _observers.Subscribe("good", good);

        await _observers.Notify(observer =>
        {
            observer.Add("news");
            return ReferenceEquals(observer, bad) ? Task.FromException(new IOException("gone")) : Task.CompletedTask;
        });

        Assert.Equal(["news"], good);
        Assert.Same(good, Assert.Single(_observers));
    }

    [Fact]
    public void Observers_may_come_and_go_while_they_are_told()
    {
        List<string> first = [], late = [];
        _observers.Subscribe("first", first);

        _observers.Notify(observer =>
        {
            observer.Add("news");
            _observers.Unsubscribe("first");
            _observers.Subscribe("late", late);
        });

        Assert.Equal(["news"], first);
        Assert.Empty(late);
        Assert.Same(late, Assert.Single(_observers));
        _observers.Clear();
        Assert.Equal(0, _observers.Count);
    }
}
