using LatentSharp.Data.Formats.Csv;

namespace LatentSharp.Tests.Fuzzing.Targets;

/// <summary>Tables of which three columns are numbers and one has labels.</summary>
internal sealed class CsvTarget : IFuzzTarget
{
    private static readonly byte[][] Sound =
    [
        [.. "x,y,z,kind\n1.5,-2,3e2,a\n0,1e3,7,b\n4,5,6,a\n"u8],
        [.. "\uFEFFnote,x,\"kind\",y,z\r\n\"two\nlines\",1,\"a \"\"b\"\"\",2,3\r\n\"a, b\",-1.5,größe,0,1\r\n\r\n"u8],
        [.. "z,y,x,kind\n1,2,3,c"u8],
    ];

    private readonly FuzzFolder folder = new();

    public string Format => "csv";

    public byte[] Mutant(ulong seed, ulong number) => Mutations.OfText(Sound, seed, number);

    public void Place(byte[] file) => File.WriteAllBytes(folder["mutant.csv"], file);

    public void Read() => _ = CsvDataset.Load(folder["mutant.csv"], ["x", "z"], ["y"], "kind").Fingerprint;

    public void Dispose() => folder.Dispose();
}
