using BenchmarkDotNet.Running;
using LatentSharp.Benchmarks;

switch (args)
{
    case ["products"]:
        ProductTable.Print(Console.Out);
        break;
    case ["floor"]:
        FloorTable.Print(Console.Out);
        break;
    case ["inference", .. var python]:
        InferenceTable.Print(Console.Out, python is [var named] ? named : "python3");
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ProductTable).Assembly).Run(args);
        break;
}
