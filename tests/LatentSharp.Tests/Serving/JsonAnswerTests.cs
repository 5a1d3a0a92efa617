using System.Text.Json;
using LatentSharp.Serving;
using Microsoft.AspNetCore.Http;

namespace LatentSharp.Tests.Serving;

public class JsonAnswerTests
{
    [Fact]
    public async Task Numbers_come_back_to_the_bit_and_those_that_are_not_finite_are_texts()
    {
        float[] values = [0.1f, -0f, float.MaxValue, float.Epsilon, 16777216f];
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        using (var answer = new JsonAnswer(context))
        {
            answer.Writer.WriteStartArray();
            foreach (float value in values)
                answer.Number(value);
            answer.Number(0.1);
            answer.Row([float.NaN, float.PositiveInfinity, float.NegativeInfinity]);
            answer.Number(double.NegativeInfinity);
            answer.Writer.WriteEndArray();
            await answer.Send();
        }

        JsonElement written = JsonElement.Parse(body.ToArray());
        Assert.Equal(
            values.Select(BitConverter.SingleToInt32Bits),
            written.EnumerateArray().Take(5).Select(value => BitConverter.SingleToInt32Bits(value.GetSingle())));
        Assert.Equal(
            """0.1,["NaN","Infinity","-Infinity"],"-Infinity" """.TrimEnd(),
            string.Join(',', written.EnumerateArray().Skip(5).Select(value => value.GetRawText())));
    }
}
