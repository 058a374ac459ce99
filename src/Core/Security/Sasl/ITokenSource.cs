namespace AirbyteKafka.Security.Sasl;

/// <summary>A login whose tokens this process makes. Kafka's client asks for a new one before the last one ends.</summary>
internal interface ITokenSource
{
    /// <summary>Makes a token. The thread that takes delivery reports calls it: it answers at once and never throws.</summary>
    /// <param name="now">When its time begins.</param>
    LoginToken Issue(DateTimeOffset now);
}
