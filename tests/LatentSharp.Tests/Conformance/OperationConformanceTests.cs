using LatentSharp.Autodiff;
using LatentSharp.Compute;
using LatentSharp.Tests.Autodiff;
using LatentSharp.Tests.Reports.Rendering;

namespace LatentSharp.Tests.Conformance;

/// <summary>What every operation of the library has to be, so that a graph can be read and exported.</summary>
public sealed class OperationConformanceTests : IDisposable
{
    private const int Batch = 5;

    private static readonly Type[] Library = typeof(Variable).Assembly.GetTypes();

    private readonly Device device = Device.Cpu(1);

    public void Dispose() => device.Dispose();

    [Fact]
    public void Every_operation_and_every_function_that_one_applies_takes_part_in_the_graph()
    {
        Type[] functions = [typeof(IElementwise), typeof(IRowTerm)];
        HashSet<string> declared =
        [
            .. Library
                .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperation)))
                .Select(type => type.ToString()),
            .. Library
                .Where(type => type.IsValueType && functions.Any(type.IsAssignableTo))
                .Select(type => type.ToString()),
        ];
        var taken = new HashSet<string>();
        foreach (Type type in OperationGraph.Of(device, Batch).Select(variable => variable.Operation!.GetType()))
        {
            taken.Add((type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToString());
            taken.UnionWith(type.GetGenericArguments().Select(argument => argument.ToString()));
        }

        Assert.True(declared.Count > 30, $"{declared.Count} operations were found.");
        Assert.Equal(declared.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_operation_has_a_name_of_its_own_in_snake_case()
    {
        IEnumerable<IOperation> operations = OperationGraph.Of(device, Batch).Select(variable => variable.Operation!);
        Assert.All(operations, operation => Assert.Matches("^[a-z]+(_[a-z]+)*$", operation.Name));

        // Linear layers of several activations are one operation: the activation is an attribute.
        Assert.All(
            operations.GroupBy(operation => $"{operation.Name} {string.Join(' ', Words(operation))}"),
            named => Assert.Single(named.Select(operation => operation.GetType()).Distinct()));
        Assert.All(
            operations.GroupBy(operation => operation.Name),
            named => Assert.Single(named.Select(Declaration).Distinct()));

        static IEnumerable<string?> Words(IOperation operation) =>
            operation.Attributes.Select(attribute => attribute.Word);

        static string Declaration(IOperation operation)
        {
            Type type = operation.GetType();
            return type.IsGenericType ? type.GetGenericTypeDefinition().ToString() : type.ToString();
        }
    }

    [Fact]
    public void Attributes_are_finite_numbers_or_words_under_different_names() =>
        Assert.All(
            OperationGraph.Of(device, Batch).Select(variable => variable.Operation!.Attributes),
            attributes =>
            {
                Assert.Equal(attributes.Count, attributes.DistinctBy(attribute => attribute.Name).Count());
                Assert.All(attributes, attribute => Assert.Matches("^[a-z]+(_[a-z]+)*$", attribute.Name));
                Assert.All(attributes, attribute => Assert.True(double.IsFinite(attribute.Number)));
                Assert.All(attributes, attribute => Assert.Matches("^[a-z]+$", attribute.Word ?? "number"));
            });

    [Fact]
    public void Operations_of_one_name_have_the_same_attributes() =>
        Assert.All(
            OperationGraph.Of(device, Batch).GroupBy(variable => variable.Operation!.Name),
            named => Assert.Single(
                named
                    .Select(variable => variable.Operation!.Attributes.Select(attribute => attribute.Name))
                    .Select(names => string.Join(' ', names))
                    .Distinct()));

    // A graph of one batch is that of any other: its attributes, and the shapes of its inputs, give its shapes. The
    // scale of a mean over all elements is one over their number.
    [Fact]
    public void Attributes_do_not_depend_on_the_batch_but_for_the_scale_of_a_mean()
    {
        string[] small = Attributes(2),
            large = Attributes(9);
        Assert.Equal(small.Length, large.Length);
        string[] different = [.. small.Zip(large).Where(pair => pair.First != pair.Second).Select(pair => pair.First)];
        Assert.Equal([$"sum_all(scale {1.0 / 12:R})"], different);

        string[] Attributes(int batch) =>
            [.. OperationGraph.Of(device, batch).Select(variable => OperationText.Call(variable.Operation!))];
    }

    [Fact]
    public void The_rows_and_columns_of_an_output_follow_from_the_attributes()
    {
        foreach (Variable variable in OperationGraph.Of(device, Batch))
        {
            Dictionary<string, int> of = variable.Operation!.Attributes
                .Where(attribute => attribute.Word is null)
                .ToDictionary(attribute => attribute.Name, attribute => (int)attribute.Number);
            int? rows = variable.Operation.Name switch
            {
                "repeat" => of["draws"] * variable.Inputs[0].Shape[0],
                "linear" => of["draws"] * variable.Inputs[2].Shape[0],
                "mean_over_draws" or "log_mean_exp_over_draws" => variable.Inputs[0].Shape[0] / of["draws"],
                "choose_draw" => variable.Inputs[0].Shape[0] / of["draws"] * of["count"],
                "all_values" => (int)Math.Pow(of["values"], of["variables"]) * Batch,
                "normal_noise" or "uniform_noise" => of["draws"] * Batch,
                _ => null,
            };
            if (rows is not null)
                Assert.Equal((variable.Operation.Name, rows), (variable.Operation.Name, variable.Shape[0]));
            if (variable.Operation.Name == "columns")
                Assert.Equal(of["count"], variable.Shape.Last);
        }
    }

    [Fact]
    public void The_table_of_operations_is_as_kept() =>
        GoldenFile.Agrees(
            "operations.txt",
            string.Concat(
                OperationGraph.Of(device, Batch)
                    .Select(variable => $"{OperationText.Line(variable)}\n")
                    .Distinct()
                    .Order(StringComparer.Ordinal)));
}
