import java.io.*;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Writes src/Core/Topics/NameFolds.txt: {@code java tools/NameFolds/NameFolds.java > src/Core/Topics/NameFolds.txt}, with the Java whose Unicode the
 * table is to have (Java 21 has 15.0). What the lines mean stands at their head.
 */
public final class NameFolds {
    private static final int HANGUL_FIRST = 0xAC00;
    private static final int HANGUL_LAST = 0xD7A3;

    private static PrintWriter out;
    private static int first = -1;
    private static int last;
    private static String text;
    private static boolean countsUp;

    public static void main(String[] none) throws IOException {
        out = new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.US_ASCII));
        line("# What is left of a character of a topic name after compatibility decomposition (NFKD) and the removal of all marks (\\p{M}), Unicode 15.0,");
        line("# where that is not one character other than an ASCII letter, digit, underscore or blank. Unassigned code points count as such others.");
        line("# Left out: ASCII, and the Hangul syllables (AC00-D7A3), which decompose by arithmetic.");
        line("# CODEPOINT[-LAST] TEXT    TEXT: letters and digits as they are, '_' any other character, '~' a blank, '-' nothing, '+' counts up along the range");
        for (int codePoint = 0x80; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < HANGUL_FIRST || codePoint > HANGUL_LAST) {
                take(codePoint, fold(codePoint));
            }
        }
        end();
        out.flush();
    }

    private static String fold(int codePoint) {
        return Character.isDefined(codePoint)
            ? Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "").replaceAll("[^\\p{Alnum}_\\s]", "_").replaceAll("\\s", "~")
            : "_";
    }

    private static void take(int codePoint, String folded) {
        if (folded.equals("_")) {
            end();
            return;
        }
        if (first >= 0 && codePoint == last + 1 && continues(codePoint, folded)) {
            last = codePoint;
            return;
        }
        end();
        first = last = codePoint;
        text = folded;
        countsUp = false;
    }

    private static boolean continues(int codePoint, String folded) {
        boolean follows = folded.length() == 1 && text.length() == 1 && folded.charAt(0) == text.charAt(0) + codePoint - first;
        if (last == first && follows) {
            countsUp = true;
            return true;
        }
        return countsUp ? follows : folded.equals(text);
    }

    private static void end() {
        if (first >= 0) {
            String range = last == first ? String.format("%04X", first) : String.format("%04X-%04X", first, last);
            line(range + " " + (text.isEmpty() ? "-" : text) + (countsUp ? "+" : ""));
        }
        first = -1;
    }

    private static void line(String words) {
        out.print(words);
        out.print('\n');
    }
}
