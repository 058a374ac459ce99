import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Answers each key on stdin, as hexadecimal digits, with the partitions that Kafka's producer chooses of 1, 2, 3, 4, 5, 6, 12, 100 and 1000. */
public final class Partitions {
    private static final int[] COUNTS = {1, 2, 3, 4, 5, 6, 12, 100, 1000};

    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null; ) {
            byte[] key = HexFormat.of().parseHex(line.substring(1));
            var answer = new StringJoiner(" ");
            for (int count : COUNTS) {
                answer.add(Integer.toString(BuiltInPartitioner.partitionForKey(key, count)));
            }
            System.out.println(answer);
        }
    }
}
