using LatentSharp.TensorBoard;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.Tests.TensorBoard;

public sealed class HyperParametersTests
{
    private readonly FixedClock clock = new();

    [Fact]
    public void The_start_names_the_columns_and_gives_the_row()
    {
        var parameters = new HyperParameters(
            [new("rate", 0.001), new("router", true), new("data", "digits")],
            ["loss/total", "loss/kl"],
            clock);
        IReadOnlyList<TaggedValue> values = parameters.AtStart();
        Assert.Equal(["_hparams_/experiment", "_hparams_/session_start_info"], values.Select(value => value.Tag));

        Experiment experiment = ContentOf(values[0]).Experiment;
        Assert.Equal(
            [
                ("rate", ParameterColumn.Types.Type.Float64),
                ("router", ParameterColumn.Types.Type.Bool),
                ("data", ParameterColumn.Types.Type.String),
            ],
            experiment.HparamInfos.Select(column => (column.Name, column.Type)));
        Assert.Equal(["loss/total", "loss/kl"], experiment.MetricInfos.Select(column => column.Name.Tag));

        SessionStart start = ContentOf(values[1]).SessionStartInfo;
        Assert.Equal(1440183447, start.StartTimeSecs);
        Assert.Equal(
            (0.001, true, "digits"),
            (start.Hparams["rate"].NumberValue, start.Hparams["router"].BoolValue, start.Hparams["data"].StringValue));
    }

    [Theory]
    [InlineData(SessionOutcome.Success, 1)]
    [InlineData(SessionOutcome.Failure, 2)]
    [InlineData(SessionOutcome.Running, 3)]
    public void The_end_has_its_time_and_outcome(SessionOutcome outcome, int number)
    {
        TaggedValue value = new HyperParameters([], [], clock).AtEnd(outcome);
        Assert.Equal("_hparams_/session_end_info", value.Tag);
        SessionEnd end = ContentOf(value).SessionEndInfo;
        Assert.Equal((number, 1440183447), ((int)end.Status, end.EndTimeSecs));
    }

    // TensorBoard turns the table into JSON, which has no such numbers.
    [Fact]
    public void A_number_that_is_not_finite_is_a_word()
    {
        var parameter = new HyperParameter("clip", double.PositiveInfinity);
        Assert.Equal(
            (ParameterColumn.Types.Type.String, "Infinity"),
            (parameter.Column.Type, parameter.Value.StringValue));
    }

    [Fact]
    public void Two_settings_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            new HyperParameters([new("rate", 1), new("rate", 2)], [], clock).AtStart());

    private static HyperParameterContent ContentOf(TaggedValue value)
    {
        Summary.Types.Value message = value.ToMessage(withMetadata: true);
        Assert.Equal(
            ("hparams", DataClass.Tensor),
            (message.Metadata.PluginData.PluginName, message.Metadata.DataClass));
        // The array that stands for no value has one dimension of length 0.
        Assert.Equal(
            (Tensor.Types.ElementType.Float, 0),
            (message.Tensor.Dtype, Assert.Single(message.Tensor.TensorShape.Dim).Size));
        return HyperParameterContent.Parser.ParseFrom(message.Metadata.PluginData.Content);
    }
}
