import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the lines of stdin as values, once for each argument ({@code topic;property=value;…}), and writes how many were acknowledged and how many failed. */
public final class JavaProducer {
    public static void main(String[] cases) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> values = in.lines().toList();
        for (String one : cases) {
            String[] parts = one.split(";");
            var properties = new Properties();
            for (String part : parts) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    properties.setProperty(part.substring(0, equals), part.substring(equals + 1));
                }
            }
            System.out.println(send(parts[0], properties, values));
        }
    }

    private static String send(String topic, Properties properties, List<String> values) {
        var acknowledged = new LongAdder();
        var failed = new LongAdder();
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, UUID.randomUUID().toString(), value), (metadata, error) -> (error == null ? acknowledged : failed).increment());
            }
        }
        return acknowledged + " acknowledged, " + failed + " failed";
    }
}
