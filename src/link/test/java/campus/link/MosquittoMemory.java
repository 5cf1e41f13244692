package campus.link;

import static org.awaitility.Awaitility.await;

import campus.link.wire.PacketListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A consumer in a Java process of its own, with little memory: counts the messages of a durable session and ends. Its
 * route is busy with the first message until the link reads no more.
 */
final class MosquittoMemory {

    private static final Duration NO_MORE = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private MosquittoMemory() {
    }

    /**
     * Exits with 0 if all messages came in time.
     *
     * @param args the URI of the endpoint, the number of messages, and the time limit in seconds
     */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        CountDownLatch left = new CountDownLatch(count);
        AtomicInteger read = new AtomicInteger();
        AtomicInteger before = new AtomicInteger();
        PacketListener reader = (link, sent, packet) -> read.addAndGet(isPublish(packet) ? 1 : 0);
        boolean all;
        try (MosquittoCamel camel = new MosquittoCamel().bind("reader", reader)) {
            camel.consume("memory", args[0], exchange -> {
                exchange.getMessage().getBody(byte[].class);
                if (left.getCount() == count) {
                    await("reads no more").during(NO_MORE).atMost(TIMEOUT)
                            .until(() -> before.getAndSet(read.get()) == read.get());
                    requireLess(read.get(), count);
                }
                left.countDown();
            });
            camel.start();
            all = left.await(Long.parseLong(args[2]), TimeUnit.SECONDS);
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean isPublish(byte[] packet) {
        return (packet[0] & 0xFF) >> 4 == 3;
    }

    private static void requireLess(int read, int count) {
        if (read >= count) {
            System.exit(2);
        }
    }
}
