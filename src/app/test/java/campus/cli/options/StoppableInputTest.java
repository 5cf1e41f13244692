package campus.cli.options;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoppableInputTest {

    @Test
    void allBytesComeToTheEnd() throws IOException {
        String text = "\u00ff\n\0".repeat(200_000);
        try (InputStream input = new StoppableInput(new ByteArrayInputStream(text.getBytes(ISO_8859_1)))) {
            assertThat(input.read()).isEqualTo(0xff);
            assertThat(new String(input.readAllBytes(), ISO_8859_1)).isEqualTo(text.substring(1));
            assertThat(input.read()).isEqualTo(-1);
        }
    }

    @Test
    void itEndsWhileItsReaderWaits() throws Exception {
        PipedOutputStream silent = new PipedOutputStream();
        StoppableInput input = new StoppableInput(new PipedInputStream(silent));
        silent.write('a');
        assertThat(input.read()).isEqualTo('a');
        CompletableFuture<byte[]> rest = CompletableFuture.supplyAsync(() -> {
            try {
                return input.readAllBytes();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        input.stop();
        assertThat(rest.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void itsFailureIsThatOfTheStream() {
        InputStream input = new StoppableInput(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }
        });
        assertThatThrownBy(input::read).isInstanceOf(IOException.class).hasMessage("cut");
    }
}
