package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportOutputTest {

    private final CountDownLatch free = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean broken;

    private final OutputStream socket = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes.incrementAndGet();
            blocked.countDown();
            try {
                if (!free.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("not freed in time");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (broken) {
                throw new IOException("Broken pipe");
            }
            received.write(bytes, offset, length);
        }
    };
    private final TransportOutput out = new TransportOutput(socket, "link-writer test", () -> { });

    @AfterEach
    void stop() {
        free.countDown();
        out.close();
    }

    private void packet(int b) throws IOException {
        out.write(new byte[] {(byte) b, 0});
        out.flush();
    }

    @Test
    void writesInOneCallWhatHasGatheredMeanwhile() throws Exception {
        packet(0);
        assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 10_000; i++) {
            packet(i);
        }
        free.countDown();
        await("all written").atMost(Duration.ofSeconds(5)).until(() -> received.size() == 20_000);

        assertThat(writes).hasValue(2);
        byte[] all = received.toByteArray();
        for (int i = 0; i < 10_000; i++) {
            assertThat(all[2 * i]).isEqualTo((byte) i);
        }
    }

    @Test
    void writesNothingThatWasNotFlushed() throws Exception {
        free.countDown();
        packet(1);
        await("first").atMost(Duration.ofSeconds(5)).until(() -> received.size() == 2);
        out.write(2);

        assertThat(received.size()).isEqualTo(2);
        out.flush();
        await("second").atMost(Duration.ofSeconds(5)).until(() -> received.size() == 3);
    }

    @Test
    void writesThePacketAfterAFlushOfNothing() throws Exception {
        free.countDown();
        packet(1);
        await("first").atMost(Duration.ofSeconds(5)).until(() -> received.size() == 2);
        out.flush();
        packet(2);
        await("second").atMost(Duration.ofSeconds(5)).until(() -> received.size() == 4);
    }

    @Test
    void failsThePacketAfterAFailedWrite() throws Exception {
        broken = true;
        free.countDown();
        packet(1);

        await("a failure").atMost(Duration.ofSeconds(5)).untilAsserted(() ->
                assertThatThrownBy(() -> packet(2)).isInstanceOf(IOException.class).hasMessage("Broken pipe"));
        assertThat(writes).hasValue(1);
    }

    @Test
    void writesWhatWasFlushedBeforeItCloses() throws Exception {
        free.countDown();
        packet(1);
        packet(2);
        out.close();

        assertThat(received.toByteArray()).containsExactly(1, 0, 2, 0);
        assertThatThrownBy(() -> packet(3)).isInstanceOf(IOException.class).hasMessage("closed");
    }

    @Test
    void closesSoonIfTheSocketIsBlocked() throws Exception {
        packet(1);
        assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        packet(2);
        long start = System.nanoTime();
        out.close();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1000);
    }

    @Test
    void endsItsThreadWhenClosed() {
        out.close();
        await("no writer").atMost(Duration.ofSeconds(5)).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("link-writer test")));
    }

    @Test
    void aFullBufferWaitsForTheSocket() throws Exception {
        packet(1);
        assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        out.write(new byte[1 << 20]);
        out.flush();
        Thread sender = new Thread(() -> {
            try {
                packet(3);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        await("the sender waits").atMost(Duration.ofSeconds(5))
                .until(() -> sender.getState() == Thread.State.WAITING);
        free.countDown();
        sender.join(5000);

        await("all written").atMost(Duration.ofSeconds(5)).until(() -> received.size() == (1 << 20) + 4);
    }

    @Test
    void reportsThatPahoHasBegunToWrite() throws Exception {
        Thread reader = new Thread(out::awaitFirstWrite);
        reader.start();
        await("the reader waits").atMost(Duration.ofSeconds(5))
                .until(() -> reader.getState() == Thread.State.TIMED_WAITING);
        packet(1);
        reader.join(2000);

        assertThat(reader.isAlive()).isFalse();
    }
}
