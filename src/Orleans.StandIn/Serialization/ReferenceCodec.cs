namespace Orleans.Runtime;

/// <summary>Grains and observers: what travels is a reference, never the object.</summary>
internal sealed class ReferenceCodec : Codec
{
    public override bool IsShared => true;

    public override object Copy(object value, CopyContext context) => ToReference(value, context.Registry);

    public override void Write(object value, WireWriter writer)
    {
        var reference = ToReference(value, writer.Registry);
        writer.Value(reference.Id, typeof(GrainId));
        writer.Text(writer.Registry.Names.NameOf(reference.Interface));
    }

    public override object Read(WireReader reader, int slot)
    {
        var id = (GrainId)reader.Value(typeof(GrainId))!;
        return reader.Registry.Caller!.Reference(id, reader.Registry.Names.TypeOf(reader.Text() ?? ""));
    }

    private static ReferenceProxy ToReference(object value, Codecs codecs) => value switch
    {
        ReferenceProxy reference => reference,
        IGrainBase grain => (ReferenceProxy)codecs.Caller!.Reference(grain.GrainContext.GrainId, typeof(IAddressable)),
        _ => throw new ArgumentException(
            $"{value.GetType()} must be turned into a reference first: use IGrainFactory.CreateObjectReference.",
            nameof(value)),
    };
}
