using System.Net;
using System.Text;

namespace LatentSharp.Tests.Serving;

public class RequestBodyTests
{
    private const string Names = "an array of 2 numbers (x1, x2) or an object by these names";

    [Theory]
    [InlineData("", "the body, line 1, byte 1: it is not JSON, or nested more than 8 deep; ")]
    [InlineData("x1=1", "the body, line 1, byte 1: it is not JSON, ")]
    [InlineData("{\"condition\": [[1, 2]],\n \"count\": }", "the body, line 2, byte 11: it is not JSON, ")]
    [InlineData("{\"condition\": [[1, NaN]]}", "the body, line 1, byte 20: it is not JSON, ")]
    [InlineData("{\"condition\": [[[[[[[[[[1]]]]]]]]]]}", "the body, line 1, byte 22: it is not JSON, or nested ")]
    [InlineData("[[1, 2]]", "the body is an array; expected an object with fields")]
    [InlineData("null", "the body is null; expected an object with fields")]
    [InlineData("{}", "there is no 'condition'; give an array of rows, each " + Names)]
    [InlineData("{\"conditions\": [[1, 2]]}", "there is no field 'conditions' here; did you mean 'condition'?")]
    [InlineData("{\"\\ud800\": 1}", "a text in the body is not Unicode; send UTF-8")]
    [InlineData("{\"condition\": [[1, 2]], \"z\": \"\\ud800\"}", "a text in the body is not Unicode; send UTF-8")]
    [InlineData("{\"condition\": [[1, 2]], \"condition\": []}", "the field 'condition' stands twice; give it once")]
    [InlineData("{\"condition\": {\"x1\": 1}}", "'condition' is an object; expected an array of rows, each " + Names)]
    [InlineData("{\"condition\": []}", "'condition' has 0 rows; expected 1 to 1000: send several requests")]
    [InlineData("{\"condition\": [1, 2]}", "condition row 0, counted from 0, is a number; expected " + Names)]
    [InlineData("{\"condition\": [[1, 2], {}]}", "condition row 1, counted from 0, is an object; expected " + Names)]
    [InlineData("{\"condition\": [[1, 2], [1]]}", "condition row 1, counted from 0, has 1 numbers; expected " + Names)]
    [InlineData(
        "{\"condition\": [[1, \"two\"]]}",
        "condition row 0, counted from 0, x2: '\"two\"' is not a number; expected a finite one")]
    [InlineData(
        "{\"condition\": [[1, 1e400]]}",
        "condition row 0, counted from 0, x2: '1e400' is not a number; expected a finite one")]
    [InlineData(
        "{\"condition\": [[1, null]]}",
        "condition row 0, counted from 0, x2: 'null' is not a number; expected a finite one")]
    [InlineData(
        "{\"condition\": [[1, 3e38]]}",
        "condition row 0, counted from 0, x2: 3E+38 is too far from what the model was trained on; ")]
    [InlineData(
        "{\"condition\": [{\"x1\": 1, \"x2\": 2}, {\"x1\": 1, \"x3\": 2}]}",
        "row 1, counted from 0: condition: there is no column 'x2' among x1, x3; give a number for it")]
    [InlineData(
        "{\"condition\": [{\"x1\": 1, \"x2\": 2, \"x3\": 3}]}",
        "row 0, counted from 0: condition: there is no column 'x3' in the model; did you mean 'x1'?")]
    [InlineData(
        "{\"condition\": [{\"x1\": 1, \"x2\": \"2\"}]}",
        "condition row 0, counted from 0, 'x2': '\"2\"' is not a number; expected a finite one")]
    [InlineData(
        "{\"condition\": [{\"x1\": 1, \"x1\": 2}]}",
        "condition row 0, counted from 0, 'x1' stands twice; give it once")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"count\": 0}", "'count' is '0'; expected a whole number from 1 to 10000")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"count\": 1.5}", "'count' is '1.5'; expected a whole number from 1 to 10000")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"seed\": -1}", "'seed' is '-1'; expected a whole number of at least 0")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"z\": \"posterior\"}", "'z' is '\"posterior\"'; expected 'prior' or 'mean'")]
    [InlineData("{\"condition\": [[1, 2]], \"mean\": 1}", "'mean' is '1'; expected true or false")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"first_row\": 2147483647}",
        "'first_row' is '2147483647'; expected a whole number from 0 to 2147483646")]
    [InlineData(
        "{\"condition\": [[1, 2]], \"z\": \"mean\", \"mean\": true, \"count\": 2}",
        "'count' is 2, but the decoder's mean at one z is one; leave out 'count' or 'mean'")]
    public async Task What_cannot_be_used_is_400_and_a_sentence(string body, string message)
    {
        await using Served served = await Served.Start();
        Reply reply = await served.Post("/sample", body);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.StartsWith(message, reply.Detail, StringComparison.Ordinal);
        Assert.Equal(["title", "status", "detail"], reply.Body.EnumerateObject().Select(field => field.Name));
        Assert.Equal($"Information: POST /sample: 400: {reply.Detail}", Assert.Single(served.Log));
    }

    [Fact]
    public async Task Rows_and_numbers_are_limited_and_x_has_as_many_rows_as_y()
    {
        await using Served served = await Served.Start();
        Assert.Equal(
            "'condition' has 1001 rows; expected 1 to 1000: send several requests",
            (await served.Post("/sample", $$"""{"condition": {{Rows(1001)}}}""")).Detail);
        Assert.Equal(
            "200 rows of 10000 draws of 2 columns are 4000000 numbers; expected at most 1000000: ask for fewer rows "
                + "or draws",
            (await served.Post("/sample", $$"""{"condition": {{Rows(200)}}, "count": 10000}""")).Detail);
        Assert.Equal(
            "'condition' has 2 rows, and 'target' 3; give one to each other",
            (await served.Post("/likelihood", $$"""{"condition": {{Rows(2)}}, "target": {{Rows(3)}}}""")).Detail);

        static string Rows(int count) => $"[{string.Join(',', Enumerable.Repeat("[1,2]", count))}]";
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_ten_megabytes_is_413_whether_its_length_is_told_or_not(bool chunked)
    {
        await using Served served = await Served.Start();
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', 10_000_000)));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sample") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        Reply reply = await Served.Read(await served.Client.SendAsync(request));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
        Assert.Equal("the body has more than 1048576 bytes; send the rows in several requests", reply.Detail);
        Assert.Equal(HttpStatusCode.OK, (await served.Get("/health")).Status);
    }

    [Fact]
    public async Task A_body_that_comes_in_many_pieces_is_one_body()
    {
        await using Served served = await Served.Start();
        byte[] body = Encoding.UTF8.GetBytes("""{"condition": [[1.25, 0.5]], "count": 2, "seed": 4}""");
        using var client = new RawClient(served.Address);
        await client.Send(RawClient.Head("/sample", body.Length));
        foreach (byte piece in body)
            await client.Send(((char)piece).ToString());
        string answer = await client.ReadToEnd();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
    }
}
