package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The writer of a connection: what is flushed leaves. */
class WireOutputTest {

    @Test
    void aFlushWithNothingToWriteDoesNotHoldUpTheNext() throws IOException {
        ByteArrayOutputStream socket = new ByteArrayOutputStream();
        try (WireOutput out = new WireOutput(socket, "writer")) {
            for (int i = 1; i <= 20; i++) {
                int packets = i;
                out.write(i);
                out.flush();
                await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(5))
                        .untilAsserted(() -> assertThat(socket.size()).isEqualTo(packets));
                // As when the writer takes a packet together with the one before, whose flush it has seen.
                out.flush();
            }
        }
    }
}
