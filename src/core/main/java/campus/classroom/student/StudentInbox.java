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

/** What has arrived for a student, in order: any thread puts, the student's takes. Times are {@link System#nanoTime()}. */
final class StudentInbox {

    /**
     * A code of DST/CODIGO, or an answer to this student.
     *
     * @param code        of DST/CODIGO; null for an answer
     * @param correlation what is answered; null for a code of DST/CODIGO
     * @param answer      null for a code of DST/CODIGO
     */
    record Arrived(String code, String correlation, Answer answer) {

        boolean isPublic() {
            return answer == null;
        }

        boolean isAnswerTo(String id) {
            return !isPublic() && correlation.equals(id);
        }
    }

    private static final int CAPACITY = 10_000;

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>(CAPACITY);
    private final Set<String> heard = new HashSet<>();
    private final Supplier<Duration> quiet;

    /** @param quiet for how long nothing must come before it counts as quiet; another random time with each call */
    StudentInbox(Supplier<Duration> quiet) {
        this.quiet = quiet;
    }

    /** Takes a message of DST/CODIGO; one that holds no code is ignored. */
    void putCode(ReceivedMessage message) {
        String code = text(message.payload()).strip();
        if (CodeGenerator.isFiveDigits(code)) {
            arrived.offer(new Arrived(code, null, null));
        }
    }

    /** Takes an answer; one without correlation data is ignored. */
    void putAnswer(ReceivedMessage message) {
        if (message.correlationData() != null) {
            arrived.offer(new Arrived(null, text(message.correlationData()), Answer.of(message)));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What comes next until then, or null. */
    Arrived next(long until) throws InterruptedException {
        Arrived next = arrived.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next != null && next.isPublic()) {
            heard.add(next.code());
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
