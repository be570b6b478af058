using System.Reflection;
using System.Reflection.Emit;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>A field or property that travels. It is read and written through its field where it has one.</summary>
internal sealed class Member
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Parameters of a record's primary constructor count from here, apart from the written numbers.</summary>
    private const uint FirstParameter = 1u << 31;

    private Member(uint id, MemberInfo member)
    {
        Id = id;
        IsImmutable = member.IsDefined(typeof(ImmutableAttribute));
        var field = member as FieldInfo ??
            member.DeclaringType!.GetField($"<{member.Name}>k__BackingField", Declared);
        var property = member as PropertyInfo;
        if (field is null && property is not { GetMethod: not null, SetMethod: not null })
        {
            throw new SerializerException($"{member.DeclaringType}.{member.Name} has an [Id] but cannot be read and written.");
        }

        Type = field?.FieldType ?? property!.PropertyType;
        Get = Getter(member.DeclaringType!, Type, field, property?.GetMethod);
        Set = Setter(member.DeclaringType!, Type, field, property?.SetMethod);
    }

    public uint Id { get; }

    public Type Type { get; }

    public bool IsImmutable { get; }

    public Func<object, object?> Get { get; }

    public Action<object, object?> Set { get; }

    public static IEnumerable<Member> Of(Type level)
    {
        var members = level.GetMembers(Declared).Where(member => member is FieldInfo or PropertyInfo).ToArray();
        var numbered = members.Where(member => member.IsDefined(typeof(IdAttribute)))
            .Select(member => new Member(member.GetCustomAttribute<IdAttribute>()!.Id, member)).ToList();
        foreach (var parameter in PrimaryParameters(level))
        {
            var property = members.OfType<PropertyInfo>().FirstOrDefault(candidate => candidate.Name == parameter.Name);
            if (property is not null && !property.IsDefined(typeof(IdAttribute)))
            {
                numbered.Add(new Member(FirstParameter + (uint)parameter.Position, property));
            }
        }

        return numbered.Select(member => member.Id).Distinct().Count() == numbered.Count
            ? numbered.OrderBy(member => member.Id)
            : throw new SerializerException($"Two members of {level} have the same [Id].");
    }

    /// <summary>The parameters of the primary constructor, where the type is a record that has one.</summary>
    private static ParameterInfo[] PrimaryParameters(Type type)
    {
        var deconstruct = type.GetMethod("Deconstruct", Declared);
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        return isRecord && deconstruct is not null ? deconstruct.GetParameters() : [];
    }

    private static Func<object, object?> Getter(Type owner, Type type, FieldInfo? field, MethodInfo? getter)
    {
        var method = new DynamicMethod("get", typeof(object), [typeof(object)], owner, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(owner.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, owner);
        Emit(code, OpCodes.Ldfld, field, getter);
        code.Emit(OpCodes.Box, type);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<object, object?>>();
    }

    private static Action<object, object?> Setter(Type owner, Type type, FieldInfo? field, MethodInfo? setter)
    {
        var method = new DynamicMethod("set", null, [typeof(object), typeof(object)], owner, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(owner.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, owner);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Unbox_Any, type);
        Emit(code, OpCodes.Stfld, field, setter);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Action<object, object?>>();
    }

    private static void Emit(ILGenerator code, OpCode access, FieldInfo? field, MethodInfo? accessor)
    {
        if (field is not null)
        {
            code.Emit(access, field);
        }
        else
        {
            code.Emit(OpCodes.Call, accessor!);
        }
    }
}
