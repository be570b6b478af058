using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Camera.Engine.Tests.StandIn;

/// <summary>One type as those outside its assembly see it. All signatures are text, so that two assemblies compare.</summary>
internal sealed record TypeSurface(string Name, string Kind, IReadOnlySet<string> Interfaces, IReadOnlySet<string> Members);

/// <summary>Reads the public types of an assembly from its metadata (ECMA-335, partition II) without loading it.</summary>
internal static class AssemblySurface
{
    public static Dictionary<string, TypeSurface> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return reader.TypeDefinitions
            .Where(handle => IsPublic(reader, handle))
            .Select(handle => ReadType(reader, handle))
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static TypeSurface ReadType(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var names = new SignatureText(reader);
        var flags = type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var parent = type.BaseType.IsNil ? "" : names.Entity(type.BaseType);
        var interfaces = type.GetInterfaceImplementations()
            .Select(one => names.Entity(reader.GetInterfaceImplementation(one).Interface));
        var members = type.GetMethods().Select(method => Method(reader, names, method))
            .Concat(type.GetFields().Select(field => Field(reader, names, field)))
            .OfType<string>();
        var kind = $"{flags} : {parent} {Generics(reader, names, type.GetGenericParameters())}";
        return new(names.Definition(handle), kind, interfaces.ToHashSet(), members.ToHashSet());
    }

    private static string? Method(MetadataReader reader, SignatureText names, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        if (!IsVisible(method.Attributes & MethodAttributes.MemberAccessMask))
        {
            return null;
        }

        var signature = method.DecodeSignature(names, null);
        var parameters = method.GetParameters().Select(reader.GetParameter)
            .Where(parameter => parameter.SequenceNumber > 0)
            .Select(parameter => $"{signature.ParameterTypes[parameter.SequenceNumber - 1]} {reader.GetString(parameter.Name)}" +
                (parameter.Attributes.HasFlag(ParameterAttributes.Optional) ? " = optional" : ""));
        var flags = method.Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Abstract);
        return $"{flags} {signature.ReturnType} {reader.GetString(method.Name)}" +
            $"{Generics(reader, names, method.GetGenericParameters())}({string.Join(", ", parameters)})";
    }

    private static string? Field(MetadataReader reader, SignatureText names, FieldDefinitionHandle handle)
    {
        var field = reader.GetFieldDefinition(handle);
        var constant = field.GetDefaultValue();
        return IsVisible((MethodAttributes)(field.Attributes & FieldAttributes.FieldAccessMask))
            ? $"{field.Attributes & ~FieldAttributes.HasDefault} {field.DecodeSignature(names, null)} {reader.GetString(field.Name)}" +
                (constant.IsNil ? "" : $" = {Convert.ToHexString(reader.GetBlobBytes(reader.GetConstant(constant).Value))}")
            : null;
    }

    /// <summary>Public, protected, or protected internal; the values of methods and of fields are the same.</summary>
    private static bool IsVisible(MethodAttributes access) =>
        access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static string Generics(MetadataReader reader, SignatureText names, GenericParameterHandleCollection handles) =>
        string.Concat(handles.Select(reader.GetGenericParameter).Select(parameter =>
            $"<{parameter.Attributes} {string.Join('&', parameter.GetConstraints()
                .Select(one => names.Entity(reader.GetGenericParameterConstraint(one).Type)).Order())}>"));
}
