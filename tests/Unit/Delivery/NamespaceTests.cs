using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Records of a stream that the catalog lists under another namespace.</summary>
public sealed class NamespaceTests
{
    [Theory]
    [InlineData("users", "\"namespace\":\"\",", "with an empty namespace (\"\")", "; it lists 'users' without a namespace")]
    [InlineData("public.users", "", "without a namespace", "; it lists 'users' in namespace 'public'")]
    [InlineData("a.users b.users c.users d.users", "", "without a namespace", "; it lists 'users' in namespace 'a', in namespace 'b', in "
        + "namespace 'c' and others")]
    [InlineData("orders", "", "without a namespace", "")]
    public void The_error_names_the_namespaces_that_the_catalog_has(string catalog, string member, string where, string listed)
    {
        using var port = new Connection.UnusedPort();
        var write = WriteRun.Of(
            port.Address, "\"topic_pattern\":\"t\"", catalog,
                $"{{\"type\":\"RECORD\",\"record\":{{{member}\"stream\":\"users\",\"emitted_at\":1,\"data\":{{}}}}}}",
                TestContext.Current.CancellationToken);

        Assert.Equal(
            ("StreamNotInCatalog", $"Line 1 of the input is a record of stream 'users' {where}, which the catalog does not list{listed}. "
                + $"Add the stream to the catalog, or take its records out of the input."),
            (write.FailureId, write.Result.Failure!.Message));
    }
}
