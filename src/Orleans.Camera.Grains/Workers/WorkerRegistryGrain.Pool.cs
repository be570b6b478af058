using System.Globalization;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Text;
using Orleans.Camera.Core.Workers;
using Orleans.Utilities;

namespace Orleans.Camera.Grains.Workers;

/// <remarks>What it tells whoever looks.</remarks>
internal sealed partial class WorkerRegistryGrain
{
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private ObserverManager<IAlertObserver>? _observersOrNull;

    public Task<WorkerPool> GetPoolAsync()
    {
        var now = time.GetUtcNow();
        Look(now);
        return Task.FromResult(new WorkerPool(
            now,
            [.. _ledger.Workers.Select(worker => StatusOf(worker, now))],
            [.. Offers.Select(offer => offer.Load).OfType<SiloLoad>().OrderBy(load => load.Silo, StringComparer.Ordinal)],
            Alerts.Raised,
            [.. _wanted.Keys.Where(HasNone).Order(StringComparer.Ordinal).Select(model => new MissingModel(model, Why(model)))]));
    }

    public Task<string> ExplainAsync(string workerOrModel)
    {
        ArgumentNullException.ThrowIfNull(workerOrModel);
        Look(time.GetUtcNow());
        string[] known = [.. _ledger.Workers.Select(worker => worker.Id), .. _wanted.Keys];
        if (!known.Contains(workerOrModel))
        {
            throw new CameraException($"There is no worker and no model in use '{workerOrModel}'{NearestName.Hint(workerOrModel, known)}.");
        }

        var model = _wanted.ContainsKey(workerOrModel) ? workerOrModel : InferenceGrain.ModelOf(workerOrModel);
        IEnumerable<string> lines =
        [
            .. _ledger.Find(workerOrModel) is { } worker ? WordsOf(worker) : [],
            .. WishesOf(model),
            $"{model} on each silo:",
            .. DifferenceOf(model) is { } files ? [$"  It is not the same file everywhere: {files}."] : Array.Empty<string>(),
            .. Silos(model, PlaceOf).Select(silo => $"  {silo.Name}: {silo.Text}"),
        ];
        return Task.FromResult(string.Join('\n', lines));
    }

    public Task<IReadOnlyList<AlertRecord>> SubscribeAsync(IAlertObserver observer)
    {
        Observers.Subscribe(observer, observer);
        return Task.FromResult<IReadOnlyList<AlertRecord>>(Alerts.Raised.ToArray());
    }

    public Task UnsubscribeAsync(IAlertObserver observer)
    {
        Observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    private ObserverManager<IAlertObserver> Observers =>
        _observersOrNull ??= new ObserverManager<IAlertObserver>(Renewal, _log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };

    private static string Word(WorkerState state) => state.ToString().ToLowerInvariant();

    private IEnumerable<string> WordsOf(WorkerEntry worker)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{worker.Id} is {Word(worker.State)} on {worker.Silo} since {worker.Since:yyyy-MM-dd HH:mm:ss} UTC{(worker.Reason is { } reason ? ": " + reason : "")}");
        yield return _plan.Find(worker.Id) is { } place
            ? $"It was placed on {place.Device} there by plan {_plan.Version}: of the devices that can, those come first that have none of this model, then those measured fastest, GPUs, those with most room as their load leaves it, those of its cameras' regions."
            : "No plan has it any more: what it did is done by others.";
    }

    /// <summary>What is asked for besides the model itself.</summary>
    private IEnumerable<string> WishesOf(string model)
    {
        var wish = WishOf(model);
        if (!wish.AllowsCpu || wish.Capabilities.Length > 0)
        {
            string[] required = wish.AllowsCpu ? [.. wish.Capabilities] : ["a GPU", .. wish.Capabilities];
            yield return $"Its manifest requires: {string.Join(", ", required)}.";
        }

        if (RegionsOf(model).ToArray() is { Length: > 0 } regions)
        {
            yield return $"Its cameras stand in: {string.Join(", ", regions.Select(place => $"{place.Region} ({place.Cameras})"))}.";
        }
    }

    private string PlaceOf(SiloOffer offer, string model) =>
        _plan.Places.Where(place => place.Model == model && place.Silo == Cameras.SiloName.NameOf(offer.Owner)).ToArray() is { Length: > 0 } places
            ? string.Join(", ", places.Select(place => string.Create(
                CultureInfo.InvariantCulture, $"runs {place.Id} on {place.Device}, measured {_paces.GetValueOrDefault((offer.Owner, place.Device, model)):0.0} pictures/s; {SlotPlanner.Standing(DeviceOf(offer, place.Device), _plan)}{Takes(place)}")))
            : WhyNot(offer, model);

    private static string Takes(SlotPlace place) => (place.Displaces is { } old ? $"; it takes the room of {old}" : "") +
        (place.MakesRoomFor is { } model ? $"; it moves there to make room for {model}" : "");

    private WorkerStatus StatusOf(WorkerEntry worker, DateTimeOffset now) =>
        new(worker.Id, worker.Silo, _beats.GetValueOrDefault(worker.Id)?.Device ?? _plan.Find(worker.Id)?.Device ?? "", Word(worker.State), worker.Since, worker.Reason ?? "")
        {
            QueueLength = worker.Report.QueueLength,
            InFlight = worker.Report.InFlight,
            PicturesPerMinute = worker.State == WorkerState.Failed ? 0 : worker.PicturesPerMinute,
            PicturesPerSecond = _beats.GetValueOrDefault(worker.Id)?.PicturesPerSecond ?? 0,
            LoadShare = worker.State == WorkerState.Failed ? 0 : _ledger.LoadShare(worker.Id),
            LatencyP50 = worker.Report.LatencyP50,
            LatencyP95 = worker.Report.LatencyP95,
            LatencyP99 = worker.Report.LatencyP99,
            ErrorRate = worker.ErrorRate,
            Uptime = worker.Uptime(now),
            FailuresPerHour = worker.FailuresPerHour(now),
            Efficiency = worker.Efficiency,
            Trouble = worker.State == WorkerState.Failed ? "" : _beats.GetValueOrDefault(worker.Id)?.Trouble ?? "",
            Process = _beats.GetValueOrDefault(worker.Id)?.Process,
        };
}
