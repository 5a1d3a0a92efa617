using System.Reflection;
using System.Reflection.Emit;

namespace LatentSharp.Tests.Architecture;

/// <summary>
/// The types that a compiled type names: in its declaration, its members' signatures and its method bodies.
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        foreach (Type contract in type.GetInterfaces())
            Add(found, contract);
        foreach (FieldInfo field in type.GetFields(Declared))
            Add(found, field.FieldType);
        foreach (
            MethodBase method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            AddMethod(found, type, method);
        return found;
    }

    private static void AddMethod(HashSet<Type> found, Type type, MethodBase method)
    {
        Add(found, (method as MethodInfo)?.ReturnType);
        foreach (ParameterInfo parameter in method.GetParameters())
            Add(found, parameter.ParameterType);
        if (method.GetMethodBody() is not { } body)
            return;
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(found, local.LocalType);
        Type[] typeArguments = type.GetGenericArguments();
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (int token in Tokens(body.GetILAsByteArray()!))
            AddMember(found, type.Module.ResolveMember(token, typeArguments, methodArguments)!);
    }

    private static void AddMember(HashSet<Type> found, MemberInfo member)
    {
        Add(found, member as Type ?? member.DeclaringType);
        if (member is MethodInfo { IsGenericMethod: true } method)
        {
            foreach (Type argument in method.GetGenericArguments())
                Add(found, argument);
        }
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }

        found.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        foreach (Type argument in type.GenericTypeArguments)
            Add(found, argument);
    }

    // The metadata tokens among the operands of a method body (ECMA-335, partition III, section 1.9).
    private static IEnumerable<int> Tokens(byte[] body)
    {
        for (int i = 0; i < body.Length;)
        {
            short value = body[i++];
            if (value == 0xFE)
                value = (short)(0xFE00 | body[i++]);
            OpCode code = OpCodesByValue[value];
            if (
                code.OperandType
                is OperandType.InlineField
                    or OperandType.InlineMethod
                    or OperandType.InlineTok
                    or OperandType.InlineType)
                yield return BitConverter.ToInt32(body, i);
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(body, i),
                _ => 4,
            };
        }
    }
}
