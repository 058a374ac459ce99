import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.*;
import java.nio.charset.StandardCharsets;

/** Reads JSON values, one a line; writes what Jackson makes of each for the field of Airbyte's record message, or '-' if that is no number. */
public final class EmittedAt {
    public static final class Message {
        @JsonProperty("emitted_at")
        public Long emittedAt;
    }

    public static void main(String[] args) throws IOException {
        var mapper = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null; ) {
            out.print(read(mapper, line));
            out.print('\n');
        }
        out.flush();
    }

    private static String read(ObjectMapper mapper, String value) {
        try {
            Long number = mapper.readValue("{\"emitted_at\":" + value + "}", Message.class).emittedAt;
            return number == null ? "-" : number.toString();
        } catch (IOException refused) {
            return "-";
        }
    }
}
