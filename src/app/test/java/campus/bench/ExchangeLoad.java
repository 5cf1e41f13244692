package campus.bench;

import campus.classroom.StudentConnection;
import campus.classroom.StudentConnection.Arrived;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Students on a few connections, with Response Topics; each exchange has the next DNI. */
final class ExchangeLoad implements AutoCloseable {

    static final int DNIS = 10_000;
    static final int FIRST_DNI = 10_000_000;

    private static final int CONNECTIONS = 4;
    private static final long PATIENCE_SECONDS = 120;
    private static final String ECHO = "bench/echo";

    private final List<StudentConnection> connections = new ArrayList<>();
    private final StudentConnection echo;
    /** Publishes all, one after the other. */
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    /** By the number of the exchange: when its request was published, then how long its answer took. */
    private volatile long[] nanos;
    private volatile CountDownLatch missing;
    private volatile boolean chained;
    private volatile long started;
    private volatile long base;

    ExchangeLoad(String url) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new StudentConnection(url, "bench-" + i, this::take).subscribeToAnswers()
                    .subscribe(ECHO + "/" + i));
        }
        StudentConnection[] self = new StudentConnection[1];
        self[0] = new StudentConnection(url, "bench-echo", arrived -> self[0].tell(
                ECHO + "/" + Long.parseLong(arrived.text()) % CONNECTIONS, arrived.text()));
        echo = self[0].subscribe(ECHO);
    }

    /**
     * Exchanges at a fixed rate.
     *
     * @return the nanoseconds from request to code, sorted
     */
    long[] exchangesAt(int perSecond, int count) throws InterruptedException {
        return atRate(perSecond, count, this::request);
    }

    /**
     * Bare round trips at a fixed rate: to a client that publishes at once on another topic what it gets.
     *
     * @return nanoseconds, sorted
     */
    long[] roundTripsAt(int perSecond, int count) throws InterruptedException {
        return atRate(perSecond, count, () -> {
            long number = begun();
            connection(number).tell(ECHO, String.valueOf(number));
        });
    }

    private long[] atRate(int perSecond, int count, Runnable next) throws InterruptedException {
        prepare(count, false);
        int[] left = {count};
        ScheduledFuture<?> pace = thread.scheduleAtFixedRate(() -> {
            if (left[0]-- > 0) {
                next.run();
            }
        }, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
        finish();
        pace.cancel(false);
        return sorted();
    }

    /**
     * Exchanges as fast as they go.
     *
     * @param window how many students are at it at the same time
     * @return the nanoseconds from request to code, sorted
     */
    long[] exchanges(int count, int window) throws InterruptedException {
        prepare(count, true);
        thread.execute(() -> {
            for (int i = 0; i < window; i++) {
                request();
            }
        });
        finish();
        return sorted();
    }

    private void prepare(int count, boolean chain) {
        base += nanos == null ? 0 : nanos.length;
        nanos = new long[count];
        missing = new CountDownLatch(count);
        chained = chain;
        started = 0;
    }

    private void finish() throws InterruptedException {
        if (!missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " exchanges did not end; refused: " + refused);
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException("refused: " + refused);
        }
    }

    private long[] sorted() {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private long begun() {
        long number = base + started++;
        nanos[(int) (number - base)] = System.nanoTime();
        return number;
    }

    private void request() {
        if (started < nanos.length) {
            long number = begun();
            connection(number).ask(StudentConnection.REQUEST, String.valueOf(FIRST_DNI + number % DNIS), 2 * number);
        }
    }

    private StudentConnection connection(long number) {
        return connections.get((int) (number % CONNECTIONS));
    }

    private void take(Arrived arrived) {
        long now = System.nanoTime();
        if (arrived.topic().startsWith(ECHO)) {
            answered(Long.parseLong(arrived.text()), now);
            missing.countDown();
        } else if (arrived.verdict().equals("code")) {
            long number = arrived.question() / 2;
            answered(number, now);
            thread.execute(() -> connection(number).ask(StudentConnection.SOLUTION,
                    arrived.text() + ";Alumno " + number + ";a" + number + "@example.org", 2 * number + 1));
        } else {
            if (!arrived.verdict().equals("accepted")) {
                refused.merge(arrived.verdict(), 1, Integer::sum);
            }
            if (chained) {
                thread.execute(this::request);
            }
            missing.countDown();
        }
    }

    private void answered(long number, long now) {
        int index = (int) (number - base);
        nanos[index] = now - nanos[index];
    }

    @Override
    public void close() throws Exception {
        thread.shutdownNow();
        echo.close();
        for (StudentConnection connection : connections) {
            connection.close();
        }
    }
}
