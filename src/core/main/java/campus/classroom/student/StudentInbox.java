package campus.classroom.student;

import campus.classroom.Answer;
import campus.classroom.CodeGenerator;
import campus.mqtt.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The codes and answers that have arrived for a student, in order. Any thread puts, and the thread of the student
 * takes. Times are those of {@link System#nanoTime()}.
 */
final class StudentInbox {

    /**
     * A code of DST/CODIGO, or an answer to this student.
     *
     * @param code        of DST/CODIGO; null for an answer
     * @param correlation correlation data of the answer; null for a code of DST/CODIGO
     * @param answer      null for a code of DST/CODIGO
     */
    record Arrival(String code, String correlation, Answer answer) {

        boolean isPublic() {
            return answer == null;
        }

        boolean isAnswerTo(String id) {
            return !isPublic() && correlation.equals(id);
        }
    }

    private static final int CAPACITY = 10_000;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>(CAPACITY);
    private final Set<String> heard = new HashSet<>();
    private final Supplier<Duration> quiet;

    /** @param quiet time without a code after which it is quiet; a new random time with each call */
    StudentInbox(Supplier<Duration> quiet) {
        this.quiet = quiet;
    }

    /** Adds a message of DST/CODIGO; one without a code is ignored. */
    void putCode(ReceivedMessage message) {
        String code = text(message.payload()).strip();
        if (CodeGenerator.isFiveDigits(code)) {
            arrivals.offer(new Arrival(code, null, null));
        }
    }

    /** Adds an answer; one without correlation data is ignored. */
    void putAnswer(ReceivedMessage message) {
        if (message.correlationData() != null) {
            arrivals.offer(new Arrival(null, text(message.correlationData()), Answer.of(message)));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The next arrival before this time, else null. */
    Arrival next(long end) throws InterruptedException {
        Arrival next = arrivals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null && next.isPublic()) {
            heard.add(next.code());
        }
        return next;
    }

    /** All codes of DST/CODIGO that {@link #next} has returned. */
    Set<String> heard() {
        return Set.copyOf(heard);
    }

    /**
     * Waits until no code has come for a random time.
     *
     * @param longest longest wait
     * @param ending  an answer that ends the wait
     * @return the answer that ended it, else null
     */
    Arrival awaitQuiet(Duration longest, Predicate<Arrival> ending) throws InterruptedException {
        long limit = after(longest);
        long end = after(quiet.get());
        while (isBefore(end) && isBefore(limit)) {
            Arrival next = next(Math.min(end, limit));
            if (next != null && next.isPublic()) {
                end = after(quiet.get());
            } else if (next != null && ending.test(next)) {
                return next;
            }
        }
        return null;
    }

    /** The time that is this much later than now. */
    static long after(Duration duration) {
        return System.nanoTime() + duration.toNanos();
    }

    /** Whether this time is still to come. */
    static boolean isBefore(long time) {
        return System.nanoTime() - time < 0;
    }

    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }
}
