using LatentSharp.Autodiff;
using LatentSharp.Onnx.Wire;

namespace LatentSharp.Onnx;

/// <summary>What each operation of a tape is in ONNX: a line for each, and one more for a new one.</summary>
internal static class Operators
{
    private delegate void Operator(GraphBuilder graph, Variable variable, string output);

    private static readonly Dictionary<string, Operator> Table = new(StringComparer.Ordinal)
    {
        ["add"] = Binary("Add"),
        ["subtract"] = Binary("Sub"),
        ["multiply"] = Binary("Mul"),
        ["divide"] = Binary("Div"),
        ["affine"] = Affine,
        ["exp"] = Unary("Exp"),
        ["log"] = Unary("Log"),
        ["relu"] = Unary("Relu"),
        ["sigmoid"] = Unary("Sigmoid"),
        ["softplus"] = Unary("Softplus"),
        ["tanh"] = Unary("Tanh"),
        ["square"] = (graph, variable, output) =>
            graph.Node("Mul", output, [Input(graph, variable), Input(graph, variable)]),
        ["gelu"] = Gelu,
        ["broadcast"] = (graph, variable, output) => graph.Expand(Input(graph, variable), variable, output),
        ["columns"] = Columns,
        ["concatenate"] = (graph, variable, output) => Concatenate(graph, variable.Inputs, output),
        ["sum_last"] = (graph, variable, output) => graph.Node(
            "ReduceSum", output, [Input(graph, variable), graph.Integers($"{output}.axes", -1)], WithoutAxis),
        ["log_sum_exp"] = (graph, variable, output) => graph.Node(
            "ReduceLogSumExp", output, [Input(graph, variable)], GraphBuilder.IntegerList("axes", -1), WithoutAxis),
        ["log_softmax"] = LogSoftmax,
        ["matrix_multiply"] = (graph, variable, output) =>
            graph.Node("MatMul", output, [Input(graph, variable), Input(graph, variable, 1)]),
        ["linear"] = Linear,
        ["reparameterize"] = Reparameterize,
        ["draw_bernoulli"] = (graph, variable, output) => graph.Node(
            "Cast", output,
            [graph.Node("Less", $"{output}.below", [Input(graph, variable, 1), Input(graph, variable)])], ToFloat),
        ["draw_categorical"] = DrawClass,
    };

    private static AttributeProto ToFloat => GraphBuilder.Integer("to", (long)TensorProto.Types.DataType.Float);

    private static AttributeProto ToInteger => GraphBuilder.Integer("to", (long)TensorProto.Types.DataType.Int64);

    private static AttributeProto LastAxis => GraphBuilder.Integer("axis", -1);

    private static AttributeProto WithoutAxis => GraphBuilder.Integer("keepdims", 0);

    /// <summary>The operations that have a counterpart.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    /// <summary>Adds the nodes that compute a variable.</summary>
    /// <exception cref="Data.DataException">There is no counterpart of its operation.</exception>
    public static void Add(GraphBuilder graph, Variable variable, string output)
    {
        string name = variable.Operation!.Name;
        if (!Table.TryGetValue(name, out Operator? add))
            throw graph.Error($"the operation {name} has no counterpart");
        add(graph, variable, output);
    }

    private static void LogSoftmax(GraphBuilder graph, Variable variable, string output)
    {
        if (NumberOf(variable, "classes") != variable.Shape.Last)
            throw graph.Error("the operation log_softmax is of several variables to a row");
        graph.Node("LogSoftmax", output, [Input(graph, variable)], LastAxis);
    }

    private static string Input(GraphBuilder graph, Variable variable, int place = 0) =>
        graph.NameOf(variable.Inputs[place]);

    private static Operator Unary(string type) =>
        (graph, variable, output) => graph.Node(type, output, [Input(graph, variable)]);

    // ONNX stretches one of two operands by the same rule, so that it need not be done before.
    private static Operator Binary(string type) => (graph, variable, output) =>
    {
        (Variable left, Variable right) = (variable.Inputs[0], variable.Inputs[1]);
        if (IsStretched(left) && !IsStretched(right))
            left = left.Inputs[0];
        else if (IsStretched(right) && !IsStretched(left))
            right = right.Inputs[0];
        graph.Node(type, output, [graph.NameOf(left), graph.NameOf(right)]);

        static bool IsStretched(Variable operand) => operand.Operation?.Name == "broadcast";
    };

    private static void Affine(GraphBuilder graph, Variable variable, string output)
    {
        (float scale, float shift) = ((float)NumberOf(variable, "scale"), (float)NumberOf(variable, "shift"));
        string x = Input(graph, variable);
        if (shift == 0)
            graph.Node("Mul", output, [x, graph.Number($"{output}.scale", scale)]);
        else if (scale == 1)
            graph.Node("Add", output, [x, graph.Number($"{output}.shift", shift)]);
        else
            graph.Node("Add", output, [
                graph.Node("Mul", $"{output}.scaled", [x, graph.Number($"{output}.scale", scale)]),
                graph.Number($"{output}.shift", shift),
            ]);
    }

    // x (1 + erf(x / sqrt 2)) / 2, in the form that runtimes know.
    private static void Gelu(GraphBuilder graph, Variable variable, string output)
    {
        string x = Input(graph, variable),
            scaled = graph.Node("Div", $"{output}.scaled", [x, graph.Number($"{output}.root", MathF.Sqrt(2))]),
            tail = graph.Node("Erf", $"{output}.erf", [scaled]),
            share = graph.Node("Add", $"{output}.share", [tail, graph.Number($"{output}.one", 1)]),
            twice = graph.Node("Mul", $"{output}.twice", [x, share]);
        graph.Node("Mul", output, [twice, graph.Number($"{output}.half", 0.5f)]);
    }

    private static void Columns(GraphBuilder graph, Variable variable, string output)
    {
        long start = (long)NumberOf(variable, "start"), count = (long)NumberOf(variable, "count");
        graph.Node("Slice", output, [
            Input(graph, variable),
            graph.Integers($"{output}.start", start),
            graph.Integers($"{output}.end", start + count),
            graph.Integers($"{output}.axis", -1),
        ]);
    }

    private static string Concatenate(GraphBuilder graph, ReadOnlySpan<Variable> parts, string output)
    {
        var names = new string[parts.Length];
        for (int i = 0; i < names.Length; i++)
            names[i] = graph.NameOf(parts[i]);
        return graph.Node("Concat", output, names, LastAxis);
    }

    private static void Linear(GraphBuilder graph, Variable variable, string output)
    {
        if (NumberOf(variable, "draws") != 1)
            throw graph.Error("the operation linear is of several draws to a row");
        string activation = variable.Operation!.Attributes.Single(attribute => attribute.Name == "activation").Word!,
            product = activation == "identity" ? output : graph.Beside(variable, "linear");
        // Parts without columns give nothing.
        Variable[] parts = [.. variable.Inputs.Skip(2).Where(part => part.Shape.Last > 0)];
        if (parts.Length == 0)
            graph.Expand(Input(graph, variable, 1), variable, product);
        else
            graph.Node(
                "Gemm",
                product,
                [
                    parts.Length == 1
                        ? graph.NameOf(parts[0])
                        : Concatenate(graph, parts, graph.Beside(variable, "input")),
                    Input(graph, variable),
                    Input(graph, variable, 1),
                ],
                GraphBuilder.Integer("transB", 1));
        switch (activation)
        {
            case "identity":
                break;
            case "relu":
                graph.Node("Relu", output, [product]);
                break;
            case "tanh":
                graph.Node("Tanh", output, [product]);
                break;
            default:
                throw graph.Error($"the activation {activation} has no counterpart");
        }
    }

    // mean + e^(logvar / 2) noise
    private static void Reparameterize(GraphBuilder graph, Variable variable, string output)
    {
        string half = graph.Number($"{output}.half", 0.5f),
            exponent = graph.Node("Mul", $"{output}.exponent", [Input(graph, variable, 1), half]),
            deviation = graph.Node("Exp", $"{output}.deviation", [exponent]),
            step = graph.Node("Mul", $"{output}.step", [deviation, Input(graph, variable, 2)]);
        graph.Node("Add", output, [Input(graph, variable), step]);
    }

    // The class in whose share of [0, 1) a row's first number lies: as many as there are sums of shares not above it.
    // Rounding may leave the last sum below 1.
    private static void DrawClass(GraphBuilder graph, Variable variable, string output)
    {
        int classes = variable.Shape.Last;
        string axis = graph.Integers($"{output}.axis", -1),
            first = graph.Integers($"{output}.first", 0),
            second = graph.Integers($"{output}.second", 1),
            number = graph.Node("Slice", $"{output}.number", [Input(graph, variable, 1), first, second, axis]),
            sums = graph.Node("CumSum", $"{output}.sums", [Input(graph, variable), graph.Place($"{output}.along", -1)]),
            passed = graph.Node("LessOrEqual", $"{output}.passed", [sums, number]),
            counted = graph.Node("Cast", $"{output}.counted", [passed], ToInteger),
            count = graph.Node("ReduceSum", $"{output}.count", [counted, axis], WithoutAxis),
            last = graph.Place($"{output}.last", classes - 1),
            chosen = graph.Node("Min", $"{output}.chosen", [count, last]);
        graph.Node("OneHot", output, [
            chosen,
            graph.Integers($"{output}.classes", classes),
            graph.Initializer($"{output}.values", [2], [0, 1]),
        ]);
    }

    private static double NumberOf(Variable variable, string name) =>
        variable.Operation!.Attributes.Single(attribute => attribute.Name == name).Number;
}
