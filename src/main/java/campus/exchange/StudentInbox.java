package campus.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What has arrived for a student, in order: any thread puts, the student's takes. Times are {@link System#nanoTime()}. */
final class StudentInbox {

    /**
     * A code of DST/CODIGO, or an answer to this student.
     *
     * @param correlation what it answers; null for a code of DST/CODIGO
     * @param text        the payload
     * @param verdict     may be null
     * @param reason      may be null
     */
    record Arrived(String correlation, String text, String verdict, String reason) {

        boolean isPublic() {
            return correlation == null;
        }

        boolean isCode() {
            return CODE.matcher(text).matches();
        }

        boolean isAnswerTo(String correlation) {
            return !isPublic() && this.correlation.equals(correlation);
        }
    }

    private static final Pattern CODE = Pattern.compile("[0-9]{5}");
    private static final int CAPACITY = 10_000;

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>(CAPACITY);
    private final Set<String> heard = new HashSet<>();
    private final Supplier<Duration> quiet;

    /** @param quiet for how long nothing must come before it counts as quiet; another random time with each call */
    StudentInbox(Supplier<Duration> quiet) {
        this.quiet = quiet;
    }

    /** Takes what was published on DST/CODIGO; what is no code is passed over. */
    void put(byte[] payload) {
        Arrived code = new Arrived(null, text(payload).strip(), null, null);
        if (code.isCode()) {
            arrived.offer(code);
        }
    }

    /** Takes an answer; one that does not say what it answers is passed over. */
    void put(byte[] payload, byte[] correlation, String verdict, String reason) {
        if (correlation != null) {
            arrived.offer(new Arrived(text(correlation), text(payload).strip(), verdict, reason));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What comes next until then, or null. */
    Arrived next(long until) throws InterruptedException {
        Arrived next = arrived.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null && next.isPublic()) {
            heard.add(next.text());
        }
        return next;
    }

    /** Every code of DST/CODIGO that was taken so far. */
    Set<String> heard() {
        return Set.copyOf(heard);
    }

    /**
     * Waits until no code has come for a random while, or for as long as it may take.
     *
     * @return the answer that ended it, or null
     */
    Arrived awaitQuiet(Duration longest, Predicate<Arrived> ending) throws InterruptedException {
        long limit = after(longest);
        long until = after(quiet.get());
        while (isBefore(until) && isBefore(limit)) {
            Arrived next = next(Math.min(until, limit));
            if (next != null && next.isPublic()) {
                until = after(quiet.get());
            } else if (next != null && ending.test(next)) {
                return next;
            }
        }
        return null;
    }

    /** The time so much later than now. */
    static long after(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    static boolean isBefore(long time) {
        return System.nanoTime() - time < 0;
    }
}
