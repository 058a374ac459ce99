namespace AirbyteKafka.Formats.Avro;

/// <summary>Where a user may choose how a type comes out in Avro. The default is what Airbyte's own destinations write.</summary>
/// <param name="NumbersAsText">Whether numbers are strings, digit by digit, in place of doubles.</param>
/// <param name="TimesInMilliseconds">Whether times have milliseconds in place of microseconds.</param>
/// <param name="UnionsAsText">Whether a union of several types is a string.</param>
/// <param name="WithMetadata">Whether Airbyte's metadata fields stand before those of the data.</param>
internal sealed record AvroOptions(
    bool NumbersAsText = false, bool TimesInMilliseconds = false, bool UnionsAsText = false, bool WithMetadata = true);
