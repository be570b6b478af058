using System.Collections.Immutable;
using Orleans.Camera.Abstractions;
using Orleans.Camera.Core.Slots;
using Orleans.Camera.Core.Workers;
using Orleans.Camera.Grains.Cameras;
using Orleans.Camera.Placement.Silos;
using Orleans.Runtime.Placement;

namespace Orleans.Camera.Grains.Workers;

/// <remarks>What should run where, and what is done for it.</remarks>
internal sealed partial class WorkerRegistryGrain
{
    /// <summary>A model that took another's room and could not be loaded there takes none again for this long.</summary>
    private static readonly TimeSpan BrokenHolds = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _broken = new(StringComparer.Ordinal);
    private readonly SlotBalance _balance = new();
    private DateTimeOffset _weighed;

    private void Plan(Dictionary<string, SiloAddress> alive, DateTimeOffset now)
    {
        // What failed is placed anew, under another number.
        _plan = _plan with { Places = _plan.Places.RemoveAll(place => _ledger.Find(place.Id) is { State: WorkerState.Failed }) };
        Mean();
        Weigh(now);
        _plan = SlotPlanner.Next(_plan, Devices(), [.. _wanted.Keys.Where(IsKnown).Order(StringComparer.Ordinal).Select(WishOf)], _balance.Busiest, now);
        foreach (var worker in _ledger.Workers.Where(worker => WorkerLife.TakesPictures(worker.State) && _plan.Find(worker.Id) is null).ToArray())
        {
            _ledger.Move(worker.Id, WorkerState.Draining, now);
            Drain(worker.Id);
        }

        foreach (var place in _plan.Places.Where(place => _ledger.Find(place.Id) is null && !IsAwaitingRoom(place)))
        {
            _ledger.Register(place.Id, place.Silo, now);
            StartAsync(place, alive).Ignore();
        }
    }

    /// <summary>Whether the slot whose room it takes, and which is no longer wanted, is still there.</summary>
    private bool IsAwaitingRoom(SlotPlace place) =>
        place.Displaces is { } old && _plan.Find(old) is null && _ledger.Find(old) is { State: not WorkerState.Failed };

    /// <summary>Once a second, as often as a worker tells what it did.</summary>
    private void Weigh(DateTimeOffset now)
    {
        if (now - _weighed < WorkerLedger.HeartbeatEvery)
        {
            return;
        }

        _weighed = now;
        _balance.Look([.. _ledger.Workers.Where(worker => WorkerLife.TakesPictures(worker.State)).Select(LoadOf)], now);
    }

    /// <summary>What it did in the last second and what waits, of what it was measured to do in one.</summary>
    private SlotLoad LoadOf(WorkerEntry worker)
    {
        var pace = _beats.GetValueOrDefault(worker.Id)?.PicturesPerSecond is > 0 and var measured ? measured : double.NaN;
        return new SlotLoad(InferenceGrain.ModelOf(worker.Id), worker.Id, ((worker.PicturesPerMinute / 60) + worker.Report.QueueLength) / pace);
    }

    private async Task StartAsync(SlotPlace place, Dictionary<string, SiloAddress> alive)
    {
        var owner = alive.Keys.First(known => SiloName.NameOf(known) == place.Silo && LifeOf(known) == place.Life);
        try
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, alive[owner]);
            var starting = GrainFactory.GetGrain<IInferenceGrain>(place.Id).StartAsync(place.Device);
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            await starting;
            _plan = _plan.Settle(place.Id);
            _broken.Remove(place.Model);
        }
#pragma warning disable CA1031 // Whatever it is, this worker has failed, and who looks is told why.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // What the model says is so for a while; the way to a silo may be free again in a moment.
            _faults[(owner, place.Device, place.Model)] = (exception.Message, time.GetUtcNow() + (exception is CameraException ? FaultHolds : WayHolds));
            if (place.Displaces is not null && exception is CameraException)
            {
                _broken[place.Model] = time.GetUtcNow() + BrokenHolds;
            }

            if (_ledger.Find(place.Id) is { State: not WorkerState.Failed })
            {
                Fail(place.Id, place.Silo, time.GetUtcNow(), exception.Message);
            }
        }
    }

    private void Drain(string id) => GrainFactory.GetGrain<IInferenceGrain>(id).DrainAsync().Ignore();

    /// <summary>The owners that the membership knows as active.</summary>
    private Dictionary<string, SiloAddress> Alive() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status == SiloStatus.Active)
        .ToDictionary(member => SiloName.OwnerOf(member.Name, member.SiloAddress), member => member.SiloAddress, StringComparer.Ordinal);

    private SlotDevice[] Devices() => [.. Offers.Where(offer => offer.MayInfer).SelectMany(offer => offer.Devices, DeviceOf)];

    private SlotDevice DeviceOf(SiloOffer offer, string device) => new(SiloName.NameOf(offer.Owner), device)
    {
        Life = LifeOf(offer.Owner),
        Kind = device.StartsWith("gpu", StringComparison.Ordinal) ? DeviceKind.Gpu : DeviceKind.Cpu,
        Region = offer.Region,
        Capabilities = [device.StartsWith("gpu", StringComparison.Ordinal) ? "gpu" : device, .. offer.Capabilities],
        Busy = LiveLoad.BusyOf(offer.Load, device),
        MayOverlap = LiveLoad.MayOverlap(offer.Load, device),
        MostSlots = offer.MostSlots,
        Models = offer.Models
            .Where(model => model.WhyNot.Length == 0 && !_faults.ContainsKey((offer.Owner, device, model.Model)) && IsMeant(model))
            .ToImmutableDictionary(model => model.Model, model => _paces.GetValueOrDefault((offer.Owner, device, model.Model))),
    };

    /// <summary>Whether every silo has said what it knows of a model; without that, one with a wrong file might be first.</summary>
    private bool IsKnown(string model) =>
        _plan.Places.Any(place => place.Model == model) || Offers.All(offer => !offer.MayInfer || OfferOf(offer, model) is not null);

    private ModelWish WishOf(string model) => new(model)
    {
        AllowsCpu = Offers.All(offer => OfferOf(offer, model) is not { WhyNot: "", AllowsCpu: false }),
        Capabilities = [.. Offers.SelectMany(offer => OfferOf(offer, model) is { WhyNot: "" } known ? known.Requires : []).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
        Regions = [.. RegionsOf(model).Select(place => place.Region)],
        Slots = options.MostPerModel,
        MayDisplace = !_broken.TryGetValue(model, out var until) || time.GetUtcNow() >= until,
    };

    /// <summary>Where the cameras stand that need a model, most of them first.</summary>
    private IEnumerable<(string Region, int Cameras)> RegionsOf(string model) => Offers.SelectMany(offer => offer.Needs)
        .Where(need => need.Model == model && need.Region.Length > 0)
        .GroupBy(need => need.Region, StringComparer.OrdinalIgnoreCase)
        .Select(group => (Region: group.Select(need => need.Region).Order(StringComparer.Ordinal).First(), Cameras: group.Sum(need => need.Cameras)))
        .OrderByDescending(group => group.Cameras).ThenBy(group => group.Region, StringComparer.Ordinal);

    /// <summary>Whether a file is the one that the cluster means by the name: the one that runs, or the only one that there is.</summary>
    private bool IsMeant(ModelOffer model) => model.Sha256.Length == 0 || _meant.GetValueOrDefault(model.Model, model.Sha256) == model.Sha256;

    /// <summary>Decides of each model which file is meant. While there are several and none runs, no silo has the right one.</summary>
    private void Mean()
    {
        foreach (var model in _meant.Keys.Where(model => _plan.Places.All(place => place.Model != model)).ToArray())
        {
            _meant.Remove(model);
        }

        foreach (var model in _wanted.Keys.Where(model => !_meant.ContainsKey(model)))
        {
            var files = Offers.Where(offer => offer.MayInfer).Select(offer => OfferOf(offer, model)?.Sha256 ?? "").Where(file => file.Length > 0).Distinct().ToArray();
            if (files.Length > 0)
            {
                _meant[model] = files.Length == 1 ? files[0] : "several";
            }
        }
    }

    private static long LifeOf(string owner) => long.Parse(owner[(owner.LastIndexOf('@') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Which files silos mean by a model's name; null where all mean the same.</summary>
    private string? DifferenceOf(string model) => ModelAgreement.DifferenceOf(
        Offers.Where(offer => offer.MayInfer).Select(offer => (SiloName.NameOf(offer.Owner), OfferOf(offer, model)?.Sha256 ?? "")));

    /// <summary>Names each silo, and why it does not carry the model; before that, what is wrong with all of them.</summary>
    private string Why(string model)
    {
        var difference = DifferenceOf(model) is { } files
            ? $"It is not the same file everywhere: {files}. Remove it where it is wrong (./camera model remove {model}) and add the right one. "
            : "";
        return difference + string.Join("; ", Silos(model, WhyNot).Select(silo => $"{silo.Name}: {silo.Text}"));
    }

    /// <summary>Of each silo what is to be said of it; of one that has said nothing, that nobody knows.</summary>
    private IEnumerable<(string Name, string Text)> Silos(string model, Func<SiloOffer, string, string> say) =>
        _seen.Keys.Union(_offers.Keys).Order(StringComparer.Ordinal).Select(owner => (
            SiloName.NameOf(owner), _offers.TryGetValue(owner, out var known) ? say(known.Offer, model) : "has not said yet what it can"));

    private string WhyNot(SiloOffer offer, string model)
    {
        if (!offer.MayInfer)
        {
            return $"does not have the role '{WorkerHub.InferenceRole}'";
        }

        if (OfferOf(offer, model) is not { } known)
        {
            return "was not asked yet";
        }

        if (known.WhyNot.Length > 0)
        {
            return known.WhyNot;
        }

        if (!IsMeant(known))
        {
            return $"has another file of that name than other silos (sha256 {known.Sha256})";
        }

        var devices = offer.Devices.Select(device => DeviceOf(offer, device)).Select(device =>
            _faults.TryGetValue((offer.Owner, device.Device, model), out var fault) ? $"{device.Device}: {fault.Reason}" : SlotPlanner.WhyNot(device, WishOf(model), _plan));
        return string.Join(", ", devices);
    }
}
