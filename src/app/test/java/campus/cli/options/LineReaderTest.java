package campus.cli.options;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void onlyALineFeedEndsALine() throws IOException {
        assertThat(lines("one\ntwo\r\n\rthree\u0085\0")).containsExactly("one", "two\r", "\rthree\u0085\0");
    }

    @Test
    void theLastLineNeedsNoLineFeed() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("a")).containsExactly("a");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("\n\na")).containsExactly("", "", "a");
    }

    @Test
    void bytesStayAsTheyAre() throws IOException {
        assertThat(lines("\u00ff\u00fe\u00c3\nx")).containsExactly("\u00ff\u00fe\u00c3", "x");
    }

    @Test
    void aLineMayBeLong() throws IOException {
        String megabyte = "x".repeat(1 << 20);
        assertThat(lines(megabyte + "\n" + megabyte)).containsExactly(megabyte, megabyte);
    }

    /** One character is one byte. */
    private static List<String> lines(String text) throws IOException {
        LineReader lines = new LineReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
        List<String> read = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            read.add(new String(line, ISO_8859_1));
        }
        return read;
    }
}
