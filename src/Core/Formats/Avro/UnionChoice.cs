namespace AirbyteKafka.Formats.Avro;

/// <summary>Chooses the type of a union by a value's token.</summary>
internal static class UnionChoice
{
    /// <summary>The first option that a value's token fits.</summary>
    /// <param name="options">The union's types.</param>
    /// <param name="values">Tries whether a text is a time.</param>
    /// <param name="json">Stands on the value.</param>
    /// <returns>Below 0 where there is none.</returns>
    internal static int Find(AvroOptionPlan[] options, AvroValueConverter values, JsonCursor json)
    {
        switch (json.First)
        {
            case (byte)'"':
                return Find(options, AvroKind.Text, AvroKind.Text) is var text and >= 0 ? text : FindTime(options, values, json);
            case (byte)'{':
                return Find(options, AvroKind.Record, AvroKind.ObjectJson);
            case (byte)'[':
                return Find(options, AvroKind.Array, AvroKind.ArrayJson);
            case (byte)'t' or (byte)'f':
                return Find(options, AvroKind.Boolean, AvroKind.Boolean);
            default:
                return NumberText.IsIntegerToken(json.ReadValue())
                    ? Find(options, AvroKind.Long, AvroKind.Long)
                    : Find(options, AvroKind.Double, AvroKind.NumberText);
        }
    }

    private static int Find(AvroOptionPlan[] options, AvroKind kind, AvroKind other)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i].Kind == kind || options[i].Kind == other)
            {
                return i;
            }
        }

        return -1;
    }

    private static int FindTime(AvroOptionPlan[] options, AvroValueConverter values, JsonCursor json)
    {
        var text = values.ReadText(ref json);
        for (var i = 0; i < options.Length; i++)
        {
            if (AvroValueConverter.TryReadTime(options[i], text, out _))
            {
                return i;
            }
        }

        return -1;
    }
}
