using LatentSharp.Data;
using LatentSharp.Data.Formats.Numpy;

namespace LatentSharp.Tests.Data.Formats.Numpy;

public sealed class NpyHeaderTests
{
    private const string Sound = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }";

    private static NpyHeader Read(byte[] bytes) => NpyHeader.Read(new MemoryStream(bytes), bytes.Length, "a.npy");

    private static string Refusal(byte[] bytes) => Assert.Throws<DataException>(() => Read(bytes)).Message;

    [Theory]
    [InlineData(
        "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }          \n",
        "float32",
        true,
        new long[] { 2, 3 },
        24)]
    [InlineData("{\"shape\":(),\"fortran_order\":False,\"descr\":\">f8\"}", "float64", false, new long[] { }, 8)]
    [InlineData("{'descr': '<f2', 'fortran_order': False, 'shape': (5,)}", "float16", false, new long[] { 5 }, 10)]
    [InlineData(
        "{'descr': '|b1', 'fortran_order': False, 'shape': (0, 9223372036854775807)}",
        "bool",
        false,
        new long[] { 0, long.MaxValue },
        0)]
    [InlineData(
        "{'descr': '<u1', 'fortran_order': False, 'shape': (1,1,1,)}",
        "uint8",
        false,
        new long[] { 1, 1, 1 },
        1)]
    [InlineData("{'descr': '>i8', 'fortran_order': False, 'shape': (1,)}", "int64", false, new long[] { 1 }, 8)]
    public void A_header_is_read(string header, string element, bool fortran, long[] shape, int valueBytes)
    {
        NpyHeader read = Read(NpyBytes.Of(header, new byte[valueBytes]));
        Assert.Equal(element, read.Element.ToString());
        Assert.Equal(shape, read.Shape);
        Assert.Equal(fortran, read.FortranOrder);
        Assert.Equal(10 + header.Length, read.Length);
    }

    [Theory]
    [InlineData("<f4", false)]
    [InlineData(">f4", true)]
    [InlineData(">i1", false)]
    public void The_byte_order_counts_where_there_is_more_than_one_byte(string descr, bool bigEndian) =>
        Assert.Equal(bigEndian, Read(NpyBytes.Of<byte>(descr, "(0,)")).Element.BigEndian);

    [Theory]
    [InlineData(
        "|O",
        "byte 10: the elements are Python objects ('|O'), which are pickled and never loaded; save numbers: " +
            "float16, float32, float64, integers, bool or text."
    )]
    [InlineData(
        "O",
        "byte 10: the elements are Python objects ('O'), which are pickled and never loaded; save numbers: " +
            "float16, float32, float64, integers, bool or text."
    )]
    [InlineData(
        "<c8",
        "byte 10: the elements are of type '<c8'; expected float16, float32, float64, integers, bool or text: " +
            "convert the array before saving it."
    )]
    [InlineData(
        "<f16",
        "byte 10: the elements are of type '<f16'; expected float16, float32, float64, integers, bool or text: " +
            "convert the array before saving it."
    )]
    [InlineData(
        "|f4",
        "byte 10: the elements are of type '|f4'; expected float16, float32, float64, integers, bool or text: " +
            "convert the array before saving it."
    )]
    [InlineData(
        "|V2",
        "byte 10: the elements are of type '|V2'; expected float16, float32, float64, integers, bool or text: " +
            "convert the array before saving it."
    )]
    [InlineData(
        "",
        "byte 10: the elements are of type ''; expected float16, float32, float64, integers, bool or text: " +
            "convert the array before saving it."
    )]
    public void Elements_that_are_no_numbers_are_refused(string descr, string expected) =>
        Assert.Equal($"a.npy: {expected}", Refusal(NpyBytes.Of<byte>(descr, "(0,)")));

    [Theory]
    [InlineData(
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",
        "byte 20: the elements are structured (several fields each); expected numbers: save each field as an " +
            "array of its own."
    )]
    [InlineData("", "byte 10: the header has the header's end; expected '{': save the array again.")]
    [InlineData("{", "byte 11: the header has the header's end; expected a key in quotes: save the array again.")]
    [InlineData(
        "{}",
        "byte 10: the header has no descr; expected descr, fortran_order and shape: save the array again.")]
    [InlineData(
        "{'shape': (1,), 'descr': '<f4'}",
        "byte 10: the header has no fortran_order; expected descr, fortran_order and shape: save the array again.")]
    [InlineData(
        "{'shape': (1,), 'shape': (1,)}",
        "byte 26: the header has the key 'shape' twice; expected it once: save the array again.")]
    [InlineData(
        "{'order': 1}",
        "byte 11: the header has the key 'order'; expected descr, fortran_order and shape: save the array again.")]
    [InlineData("{'shape': 3}", "byte 20: the header has '3'; expected '(': save the array again.")]
    [InlineData(
        "{'shape': (3)}",
        "byte 22: the header has ')'; expected ',' after the only extent of a shape: save the array again.")]
    [InlineData(
        "{'shape': (-1,)}",
        "byte 21: the header has '-'; expected an extent, a whole number from 0 on: save the array again.")]
    [InlineData(
        "{'shape': (1.5,)}",
        "byte 22: the header has '.'; expected ',' after the only extent of a shape: save the array again.")]
    [InlineData(
        "{'shape': (9223372036854775808,)}",
        "byte 21: an extent of the shape is larger than 9223372036854775807; the header is damaged.")]
    [InlineData("{'fortran_order': 0}", "byte 28: the header has '0'; expected True or False: save the array again.")]
    [InlineData(
        "{'descr: 1}",
        "byte 11: the header holds a text without an end, or with a character that a type's name does not have; " +
            "save the array again."
    )]
    [InlineData(
        "{'a\\'b': 1}",
        "byte 11: the header holds a text without an end, or with a character that a type's name does not have; " +
            "save the array again."
    )]
    [InlineData(
        Sound + "}",
        "byte 69: the header has '}'; expected nothing but white space after the '}': save the array again.")]
    [InlineData(
        Sound + "\0",
        "byte 69: the header has the byte 0x00; expected nothing but white space after the '}': save the array again.")]
    [InlineData("__import__('os')", "byte 10: the header has '_'; expected '{': save the array again.")]
    public void A_header_of_another_form_is_refused(string header, string expected) =>
        Assert.Equal($"a.npy: {expected}", Refusal(NpyBytes.Of(header)));

    [Fact]
    public void A_shape_of_more_axes_than_NumPy_has_is_refused()
    {
        string Shape(int axes) => $"({string.Concat(Enumerable.Repeat("1,", axes))})";
        Assert.Equal(64, Read(NpyBytes.Of<byte>("|u1", Shape(64), 1)).Shape.Count);
        Assert.Equal(
            "a.npy: byte 60: the shape has more than 64 axes; expected at most 64: the header is damaged.",
            Refusal(NpyBytes.Of<byte>("|u1", Shape(65), 1)));
    }

    [Theory]
    [InlineData(
        "(2, 1)",
        4,
        "byte 69: 4 bytes of values follow the header, which declares float32 of shape [2, 1]; expected 8: the " +
            "file is cut short, or its header is damaged."
    )]
    [InlineData(
        "(2, 1)",
        9,
        "byte 77: 1 bytes follow the values that the header declares (float32 of shape [2, 1]); expected the end " +
            "of the array: save it again."
    )]
    [InlineData(
        "(1099511627776, 2)",
        8,
        "byte 81: 8 bytes of values follow the header, which declares float32 of shape [1099511627776, 2]; " +
            "expected 8796093022208: the file is cut short, or its header is damaged."
    )]
    [InlineData(
        "(9223372036854775807, 9223372036854775807, 9223372036854775807)",
        8,
        "byte 126: 8 bytes of values follow the header, which declares float32 of shape [9223372036854775807, " +
            "9223372036854775807, 9223372036854775807]; expected more than 9223372036854775807: the file is cut " +
            "short, or its header is damaged."
    )]
    public void A_declared_shape_must_fill_the_file(string shape, int valueBytes, string expected) =>
        Assert.Equal(
            $"a.npy: {expected}",
            Refusal(
                NpyBytes.Of($"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}", new byte[valueBytes])));

    [Fact]
    public void What_is_no_npy_file_is_refused()
    {
        byte[] sound = NpyBytes.Of(Sound, new byte[8]);
        Assert.Equal(
            "a.npy: byte 3: the file ends within its header; it is cut short: copy or save it again.",
            Refusal(sound[..3]));
        Assert.Equal(
            "a.npy: byte 9: the file ends within its header; it is cut short: copy or save it again.",
            Refusal(sound[..9]));
        Assert.Equal(
            "a.npy: byte 20: the file ends within its header; it is cut short: copy or save it again.",
            Refusal(sound[..20]));
        Assert.Equal(
            "a.npy: byte 0: the content does not begin with the bytes of a .npy file; save the array with " +
                "numpy.save or numpy.savez.",
            Refusal([0x92, .. sound[1..]]));
        Assert.Equal(
            "a.npy: byte 6: the format is of version 4.0; expected 1.0, 2.0 or 3.0: save the array again.",
            Refusal([.. sound[..6], 4, .. sound[7..]]));
        Assert.Equal(
            "a.npy: byte 8: the header's length is 4294967295; expected at most 65536: the file is damaged.",
            Refusal([.. sound[..6], 2, 0, 255, 255, 255, 255, .. sound[10..]]));
    }
}
