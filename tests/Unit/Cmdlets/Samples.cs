namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>A configuration and a catalog to try cmdlets with.</summary>
internal static class Samples
{
    internal const string Config = """{"bootstrap_servers":"broker1:9092","topic_pattern":"{namespace}.{stream}"}""";

    internal const string Catalog = """
        {
          "streams": [
            {"stream": {"name": "users", "namespace": "public", "json_schema": {}}, "sync_mode": "full_refresh", "destination_sync_mode": "append"},
            {"stream": {"name": "orders", "json_schema": {}}, "sync_mode": "incremental", "destination_sync_mode": "append"}
          ]
        }
        """;
}
