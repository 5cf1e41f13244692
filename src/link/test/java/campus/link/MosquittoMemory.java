package campus.link;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A consumer in a Java machine of its own, with little memory: counts the messages of a durable session and ends. Its
 * route is slow with the first of them.
 */
final class MosquittoMemory {

    private static final int SLOW = 200;
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private MosquittoMemory() {
    }

    /** @param args the endpoint, how many messages there are, and for how many seconds to wait for them */
    public static void main(String[] args) throws Exception {
        CountDownLatch left = new CountDownLatch(Integer.parseInt(args[1]));
        boolean all;
        try (MosquittoCamel camel = new MosquittoCamel()) {
            camel.consume("memory", args[0], exchange -> {
                exchange.getMessage().getBody(byte[].class);
                if (Integer.parseInt(args[1]) - left.getCount() < SLOW) {
                    LockSupport.parkNanos(SLOW_NANOS);
                }
                left.countDown();
            });
            camel.start();
            all = left.await(Long.parseLong(args[2]), TimeUnit.SECONDS);
        }
        System.exit(all ? 0 : 1);
    }
}
