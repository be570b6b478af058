using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>
/// Every exception: type, message, stack trace and inner exception, then the numbered members of those that have any.
/// A type that the reader does not know, or may not make, becomes an <see cref="UnavailableExceptionFallbackException"/>.
/// </summary>
internal sealed class ExceptionCodec(TypeNames names) : Codec
{
    private static readonly FieldInfo Message = Field("_message");
    private static readonly FieldInfo Inner = Field("_innerException");
    private readonly ConcurrentDictionary<Type, ObjectCodec> _members = new();

    /// <summary>An exception is not copied: it was thrown, and belongs to nobody.</summary>
    public override bool IsShared => true;

    public override object Copy(object value, CopyContext context) => value;

    public override void Write(object value, WireWriter writer)
    {
        var exception = (Exception)value;
        var type = exception.GetType();
        writer.Text(exception is UnavailableExceptionFallbackException { ExceptionType: { } original } ? original : names.NameOf(type));
        writer.Text(exception.Message);
        writer.Text(exception.StackTrace);
        writer.Raw(exception.HResult);
        writer.Value(exception.InnerException, typeof(Exception));
        var members = names.Knows(type) && type != typeof(Exception);
        writer.Raw((byte)(members ? 1 : 0));
        if (members)
        {
            Members(type).Write(value, writer);
        }
    }

    public override object Read(WireReader reader, int slot)
    {
        var name = reader.Text() ?? "";
        var exception = Make(name);
        reader.Known(slot, exception);
        Message.SetValue(exception, reader.Text());
        if (reader.Text() is { Length: > 0 } trace)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, trace);
        }

        exception.HResult = reader.Raw<int>();
        Inner.SetValue(exception, reader.Value(typeof(Exception)));
        if (reader.Raw<byte>() != 0)
        {
            if (exception is UnavailableExceptionFallbackException)
            {
                Members(typeof(NoMembers)).Fill(new NoMembers(), reader);
            }
            else
            {
                Members(exception.GetType()).Fill(exception, reader);
            }
        }

        return exception;
    }

    private static FieldInfo Field(string name) =>
        typeof(Exception).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static Exception? FromBaseLibrary(string name)
    {
        var type = typeof(Exception).Assembly.GetType(name) ?? typeof(Uri).Assembly.GetType(name);
        return type is { IsPublic: true } && typeof(Exception).IsAssignableFrom(type) ? Uninitialized(type) : null;
    }

    /// <summary>Without its constructor, which may have any parameters and any effect.</summary>
    private static Exception Uninitialized(Type type) => type.GetConstructor([]) is { } constructor
        ? (Exception)constructor.Invoke(null)
        : (Exception)RuntimeHelpers.GetUninitializedObject(type);

    private Exception Make(string name)
    {
        if (names.Finds(name) is { } known && typeof(Exception).IsAssignableFrom(known))
        {
            return Uninitialized(known);
        }

        return FromBaseLibrary(name) ?? new UnavailableExceptionFallbackException { ExceptionType = name };
    }

    private ObjectCodec Members(Type type) => _members.GetOrAdd(type, static made => new ObjectCodec(made));

    [GenerateSerializer]
    private sealed class NoMembers;
}
