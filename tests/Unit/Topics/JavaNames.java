import java.io.*;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;

/** Reads names as hexadecimal UTF-16LE, one a line; writes each one's topic name, or '?' if this Java's Unicode does not define all of it. */
public final class JavaNames {
    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var out = new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null; ) {
            out.print(transform(fromHex(line)));
            out.print('\n');
        }
        out.flush();
    }

    // Not through a charset: that would replace lone surrogates.
    private static String fromHex(String line) {
        byte[] bytes = HexFormat.of().parseHex(line);
        var units = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 2) {
            units.append((char) (bytes[i] & 0xFF | (bytes[i + 1] & 0xFF) << 8));
        }
        return units.toString();
    }

    private static String transform(String name) {
        if (!name.codePoints().allMatch(Character::isDefined)) {
            return "?";
        }
        return Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "").replaceAll("\\s+", "_").replaceAll("[^\\p{Alnum}_]", "_");
    }
}
