package campus.link;

import static io.netty.handler.codec.mqtt.MqttMessageType.PUBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many losses of the connection leave no more threads, files and memory behind than a few. */
class LinkSoakIT extends LinkFixture {

    private static final int A_FEW = 5;
    private static final int SPARE_SOCKETS = 4;
    private static final long SPARE_BYTES = 8L << 20;

    @Test
    void leavesNothingBehindAfterThirtyReconnects() throws Exception {
        reconnect(30);
    }

    @Test
    @Tag("soak")
    void leavesNothingBehindAfterFiveHundredReconnects() throws Exception {
        reconnect(500);
    }

    private void reconnect(int times) throws Exception {
        receive("&maxReconnectDelay=200", this::note);
        awaitUp();
        int threads = 0;
        int files = 0;
        long heap = 0;
        for (int i = 1; i <= times; i++) {
            peer.session(clientId).deliver("x/1", "text " + i, 1);
            peer.awaitReceived(PUBACK, i);
            if (i % 2 == 0) {
                peer.awaitConnection(i).cut();
            } else {
                peer.awaitConnection(i).close();
            }
            peer.awaitConnection(i + 1);
            awaitUp();
            if (i == A_FEW) {
                threads = threads().size();
                files = openFiles();
                heap = heap();
            }
        }

        assertThat(handled).isEqualTo(texts(times));
        int few = threads;
        await("no more threads").atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(few));
        assertThat(openFiles()).isLessThanOrEqualTo(files + SPARE_SOCKETS);
        assertThat(heap()).isLessThan(heap + SPARE_BYTES);
        requireNoFaults();
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
