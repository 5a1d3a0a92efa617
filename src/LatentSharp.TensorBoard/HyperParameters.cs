using Google.Protobuf;
using LatentSharp.TensorBoard.Wire;

namespace LatentSharp.TensorBoard;

/// <summary>
/// The row of a run in TensorBoard's table of hyperparameters. All of it lies in the metadata of three tags, of which
/// TensorBoard takes the first that it reads in a run and, for the columns, among all runs that it shows.
/// </summary>
/// <param name="settings">The settings of the run, each under its own name.</param>
/// <param name="metricTags">The scalars whose last values the table shows beside the settings.</param>
/// <param name="clock">Where the times of beginning and end come from.</param>
public sealed class HyperParameters(
    IReadOnlyList<HyperParameter> settings,
    IReadOnlyList<string> metricTags,
    TimeProvider clock)
{
    /// <summary>What to write when the run begins, and again when it resumes.</summary>
    /// <exception cref="ArgumentException">Two settings have the same name.</exception>
    public IReadOnlyList<TaggedValue> AtStart()
    {
        double now = WallTime.Now(clock);
        var experiment = new Experiment { TimeCreatedSecs = now };
        var start = new SessionStart { StartTimeSecs = now };
        foreach (HyperParameter setting in settings)
        {
            experiment.HparamInfos.Add(setting.Column);
            start.Hparams.Add(setting.Name, setting.Value);
        }

        foreach (string tag in metricTags)
            experiment.MetricInfos.Add(new MetricColumn { Name = new MetricColumn.Types.Name { Tag = tag } });
        return
        [
            Tagged("_hparams_/experiment", new HyperParameterContent { Experiment = experiment }),
            Tagged("_hparams_/session_start_info", new HyperParameterContent { SessionStartInfo = start }),
        ];
    }

    /// <summary>
    /// What to write when the run is over. TensorBoard keeps to the first outcome of a run, and shows one without as
    /// running: of a run that may resume, write none.
    /// </summary>
    public TaggedValue AtEnd(SessionOutcome outcome) =>
        Tagged("_hparams_/session_end_info", new HyperParameterContent
        {
            SessionEndInfo = new SessionEnd { Status = StatusOf(outcome), EndTimeSecs = WallTime.Now(clock) },
        });

    // TensorBoard's slower loader passes over a value that is metadata alone, so an empty array goes with it.
    private static TaggedValue Tagged(string tag, HyperParameterContent content)
    {
        var empty = new Tensor { Dtype = Tensor.Types.ElementType.Float, TensorShape = new Tensor.Types.Shape() };
        empty.TensorShape.Dim.Add(new Tensor.Types.Shape.Types.Dimension());
        return new TaggedValue(
            tag,
            new Summary.Types.Value { Tensor = empty },
            new SummaryMetadata
            {
                PluginData = new SummaryMetadata.Types.PluginData
                {
                    PluginName = "hparams",
                    Content = content.ToByteString(),
                },
                DataClass = DataClass.Tensor,
            }
        );
    }

    private static SessionEnd.Types.Status StatusOf(SessionOutcome outcome) => outcome switch
    {
        SessionOutcome.Success => SessionEnd.Types.Status.Success,
        SessionOutcome.Failure => SessionEnd.Types.Status.Failure,
        _ => SessionEnd.Types.Status.Running,
    };
}
