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
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ProductTable).Assembly).Run(args);
        break;
}
