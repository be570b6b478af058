using System.Collections;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>As the other one, for observers that are named by their own references.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>
/// The observers of one grain. Those that did not renew in time are left out and forgotten at the next notice, and so are
/// those that throw. For use in turns of the grain only.
/// </summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private ImmutableDictionary<TIdentity, (TObserver Observer, DateTime Seen)> _entries =
        ImmutableDictionary<TIdentity, (TObserver, DateTime)>.Empty;

    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        GetDateTime = static () => TimeProvider.System.GetUtcNow().UtcDateTime;
    }

    /// <summary>The clock, in UTC.</summary>
    public Func<DateTime> GetDateTime { get; set; }

    /// <summary>How long an observer is told without renewing.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>All that are known, those that expired among them.</summary>
    public int Count => _entries.Count;

    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _entries.ToDictionary(entry => entry.Key, entry => entry.Value.Observer);

    /// <summary>Adds the observer, or renews it.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _entries = _entries.SetItem(id, (observer, GetDateTime()));

    public void Unsubscribe(TIdentity id) => _entries = _entries.Remove(id);

    public void Clear() => _entries = _entries.Clear();

    public void ClearExpired()
    {
        var now = GetDateTime();
        _entries = _entries.RemoveRange(_entries.Where(entry => HasExpired(entry.Value.Seen, now)).Select(entry => entry.Key));
    }

    /// <summary>Tells one after another, those that are there now; ends when the last has answered.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ClearExpired();
        foreach (var (id, (observer, _)) in _entries)
        {
            if (predicate is not null && !predicate(observer))
            {
                continue;
            }

            try
            {
                await notification(observer).ConfigureAwait(true);
            }
            catch (Exception)
            {
                Unsubscribe(id);
            }
        }
    }

    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null) => Notify(
        observer =>
        {
            notification(observer);
            return Task.CompletedTask;
        },
        predicate).GetAwaiter().GetResult();

    public IEnumerator<TObserver> GetEnumerator() => _entries.Values.Select(entry => entry.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool HasExpired(DateTime seen, DateTime now) => seen + ExpirationDuration < now;
}
