namespace LatentSharp.Tests.Fuzzing;

/// <summary>A reader of one kind of file, with the sound files that mutants are made from.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>What the command line calls it.</summary>
    string Format { get; }

    /// <summary>A damaged file, a function of the seed and its number.</summary>
    byte[] Mutant(ulong seed, ulong number);

    /// <summary>Puts a file where <see cref="Read"/> finds it.</summary>
    void Place(byte[] file);

    /// <summary>Reads the file and uses all that it was accepted for.</summary>
    /// <exception cref="LatentSharp.Data.DataException">The file is refused.</exception>
    /// <exception cref="OptionException">The file is refused for a value in it.</exception>
    void Read();
}
