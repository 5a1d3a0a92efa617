using LatentSharp.TensorBoard;
using LatentSharp.TensorBoard.Wire;
using LatentSharp.Tests.Data;

namespace LatentSharp.Tests.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FixedClock clock = new();

    public void Dispose() => directory.Dispose();

    // A record that the tests of TensorBoard's loaders have, of the same version and with this time.
    [Fact]
    public void The_first_record_is_a_published_one()
    {
        clock.Now = new DateTimeOffset(2016, 2, 26, 0, 13, 16, TimeSpan.Zero);
        using EventFile file = EventFile.Open(directory["log"], clock);
        byte[] published =
        [
            .. "\x18\0\0\0\0\0\0\0"u8,
            0xA3,
            0x7F,
            .. "K\"\t\0\0\0'"u8,
            0xE6,
            0xB3,
            0xD5,
            .. "A\x1A\rbrain.Event:2jM\v\x15"u8,
        ];
        Assert.Equal(published, EventRecords.Bytes(file.Path));
    }

    [Fact]
    public void Each_file_of_a_directory_has_the_number_after_the_highest()
    {
        var names = new List<string>();
        for (int i = 0; i < 2; i++)
        {
            using EventFile file = EventFile.Open(directory["log"], clock);
            names.Add(Path.GetFileName(file.Path));
        }

        // Neither another program's file nor a name with too many digits counts.
        File.WriteAllText(Path.Combine(directory["log"], "events.out.tfevents.1700000000.host"), "");
        File.WriteAllText(Path.Combine(directory["log"], "events.out.tfevents.00000000099.latentsharp"), "");
        File.WriteAllText(Path.Combine(directory["log"], "events.out.tfevents.0000000041.latentsharp"), "");
        using EventFile last = EventFile.Open(directory["log"], clock);
        names.Add(Path.GetFileName(last.Path));
        Assert.Equal(
            [
                "events.out.tfevents.0000000001.latentsharp",
                "events.out.tfevents.0000000002.latentsharp",
                "events.out.tfevents.0000000042.latentsharp",
            ],
            names);
    }

    [Fact]
    public void A_session_begins_at_its_step()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        file.StartSession(700);
        Event record = EventRecords.Of(file.Path)[1];
        Assert.Equal(
            (Event.WhatOneofCase.SessionLog, SessionLog.Types.Status.Start, 700L),
            (record.WhatCase, record.SessionLog.Status, record.Step));
    }

    [Fact]
    public void The_times_are_those_of_the_clock()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        clock.Now += TimeSpan.FromMilliseconds(2500);
        file.Write(1, Summaries.Scalar("a", 1));
        Assert.Equal([1440183447, 1440183449.5], EventRecords.Of(file.Path).Select(record => record.WallTime));
    }

    [Fact]
    public void A_tag_has_its_words_once_in_each_file()
    {
        for (int i = 0; i < 2; i++)
        {
            using EventFile file = EventFile.Open(directory["log"], clock);
            file.Write(
                1,
                Summaries.Scalar("a", 1, "Falls."),
                Summaries.Scalar("a", 2, "Falls."),
                Summaries.Scalar("b", 3));
            file.Write(2, Summaries.Scalar("a", 4, "Falls."), Summaries.Scalar("c", 5));
            Assert.Equal(
                [("a", true), ("a", false), ("b", true), ("a", false), ("c", true)],
                EventRecords.Values(file.Path).Select(value => (value.Tag, value.Metadata is not null)));
        }
    }

    [Fact]
    public void No_values_write_nothing()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        file.Write(1);
        Assert.Single(EventRecords.Of(file.Path));
    }

    // Of() demands whole records each time; there is no flush here.
    [Fact]
    public void After_every_call_the_file_ends_with_a_whole_record()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        for (int step = 1; step <= 20; step++)
        {
            file.Write(step, Summaries.Image("image", new byte[step * 1000], 1, 1), Summaries.Scalar("scalar", step));
            Assert.Equal(step, EventRecords.Of(file.Path)[^1].Step);
        }
    }

    [Fact]
    public void A_file_cut_anywhere_keeps_the_records_before()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        for (int step = 0; step < 3; step++)
            file.Write(step, Summaries.Scalar("a", step));
        byte[] bytes = EventRecords.Bytes(file.Path);
        List<int> ends = EventRecords.Ends(bytes);
        Assert.Equal(4, ends.Count);
        for (int cut = 0; cut < bytes.Length; cut++)
            Assert.Equal(ends.Where(end => end <= cut), EventRecords.Ends(bytes.AsSpan(0, cut)));
    }

    [Fact]
    public void Flushing_changes_nothing_that_a_reader_sees()
    {
        using EventFile file = EventFile.Open(directory["log"], clock);
        byte[] before = EventRecords.Bytes(file.Path);
        file.Flush(toDisk: false);
        file.Flush(toDisk: true);
        Assert.Equal(before, EventRecords.Bytes(file.Path));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_named()
    {
        directory.Write("taken", []);
        Assert.Contains(
            directory["taken"],
            Assert.Throws<IOException>(() => EventFile.Open(directory["taken"], clock)).Message,
            StringComparison.Ordinal);
    }
}
