namespace AirbyteKafka.Read;

/// <summary>Takes what a reading finds; for the reading thread.</summary>
internal interface IRecordSink
{
    /// <summary>Takes a record. May wait for the pipeline.</summary>
    void Add(ConsumedRecord record);

    /// <summary>Nothing follows just now: what was held back goes on its way.</summary>
    void Flush();

    /// <summary>Forgets what the pipeline has not taken yet.</summary>
    void Drop();

    /// <summary>Takes a message.</summary>
    void Tell(ReadNotice notice);
}
