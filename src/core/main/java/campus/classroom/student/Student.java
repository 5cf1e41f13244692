package campus.classroom.student;

import static campus.classroom.student.StudentInbox.after;
import static campus.classroom.student.StudentInbox.earlier;
import static campus.classroom.student.StudentInbox.isBefore;

import campus.base.Durations;
import campus.classroom.Answer;
import campus.classroom.Dni;
import campus.classroom.Solution;
import campus.classroom.student.StudentInbox.Arrival;
import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The student of lab sheet 2, section 3, for one exchange: asks for a code, waits for it, and answers with it. A code
 * that the teacher sends to this student alone (MQTT 5 section 4.10) is preferred. Otherwise, as in the sheet, it is
 * the code that is published on DST/CODIGO after the request. All students share that topic, so a student asks only
 * when the topic is quiet, and asks again if two codes came at once; so no student uses the code of another. One thread
 * asks; messages may arrive on others.
 */
public final class Student {

    private static final String REQUESTS = "DST/PETICION";
    private static final String SOLUTIONS = "DST/SOLUCION";
    private static final int MAX_REQUESTS = 4;
    private static final Duration LONGEST_WAIT_FOR_QUIET = Duration.ofSeconds(5);
    private static final Duration SHORTEST_QUIET = Duration.ofMillis(200);
    private static final Duration LONGEST_QUIET = Duration.ofMillis(800);
    /** Codes within this time belong to requests at the same time; students wait longer for quiet before they ask. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final Dni dni;
    private final String name;
    private final String email;
    private final Duration timeout;
    private final StudentInbox inbox;
    private final PublicCodes publicCodes = new PublicCodes();

    private String answerTopic;
    private Duration grace = Duration.ZERO;
    private String requestId;
    private String solutionId;
    private int requests;
    private long deadline;
    private String code;
    private boolean teacherAnswers;
    private boolean codeReplaced;
    private String outcome;

    /**
     * A student for one exchange.
     *
     * @param timeout longest wait for a code
     * @throws IllegalArgumentException if name or email cannot be a field of {@code code;name;email}
     */
    public Student(Dni dni, String name, String email, Duration timeout) {
        this(dni, name, email, timeout, () -> Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(SHORTEST_QUIET.toMillis(), LONGEST_QUIET.toMillis())));
    }

    /** @param quiet time without a code on DST/CODIGO after which this student asks */
    Student(Dni dni, String name, String email, Duration timeout, Supplier<Duration> quiet) {
        this.dni = dni;
        this.name = Solution.nameField(name);
        this.email = Solution.field("email", email);
        this.timeout = timeout;
        this.inbox = new StudentInbox(quiet);
    }

    /**
     * Lets the teacher answer on a topic that only this student can read.
     *
     * @param topic Response Topic (MQTT 5 section 3.3.2.3.5)
     * @param grace longest wait for an answer
     */
    public void hearsAnswersOn(String topic, Duration grace) {
        this.answerTopic = topic;
        this.grace = grace;
    }

    /** Receives a message of DST/CODIGO; a retained one, and one without a code, are ignored. */
    public void hearsCode(ReceivedMessage message) {
        if (!message.retained()) {
            inbox.putCode(message);
        }
    }

    /** Receives an answer of the teacher; one without correlation data is ignored. */
    public void hearsAnswer(ReceivedMessage message) {
        inbox.putAnswer(message);
    }

    /** Whether a request is to be made. */
    public boolean asks() {
        return outcome == null;
    }

    /** The request for DST/PETICION, as soon as no other student seems to ask. Codes count from now on. */
    public Publication request() throws InterruptedException {
        if (requests++ == 0) {
            awaitQuiet();
            deadline = after(timeout);
        }
        publicCodes.heardBeforeRequest(inbox.heard());
        Publication request = Publication.of(REQUESTS, dni.number());
        if (!expectsAnswer()) {
            return request;
        }
        requestId = UUID.randomUUID().toString();
        return request.replyTo(answerTopic, bytes(requestId));
    }

    /** Only the first request asks for an answer; if it was not answered, the next ones follow the sheet. */
    private boolean expectsAnswer() {
        return answerTopic != null && requests == 1;
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Waits for a code that can only be this student's.
     *
     * @return false if it needs another request
     * @throws NoCodeException           if no code came in time
     * @throws RefusedByTeacherException if the request was refused
     */
    public boolean hearsItsCode() throws NoCodeException, RefusedByTeacherException, InterruptedException {
        List<String> codes = new ArrayList<>();
        long endOfGroup = 0;
        // From now on, as the request may have waited for a connection.
        long answerDue = after(grace);
        long end = expectsAnswer() ? earlier(deadline, answerDue) : deadline;
        while (isBefore(end)) {
            Arrival next = inbox.next(end);
            if (next == null) {
                continue;
            }
            if (next.isAnswerTo(requestId)) {
                return acceptCode(next.answer());
            }
            if (next.isPublic() && publicCodes.mayBeOwn(next.code())) {
                if (codes.isEmpty()) {
                    endOfGroup = after(AT_ONCE);
                    boolean answerIsLater = expectsAnswer() && endOfGroup - answerDue < 0;
                    end = earlier(deadline, answerIsLater ? answerDue : endOfGroup);
                }
                if (isBefore(endOfGroup) && !codes.contains(next.code())) {
                    codes.add(next.code());
                }
            }
        }
        return choose(codes) || acceptLateAnswer();
    }

    private boolean choose(List<String> codes) throws NoCodeException {
        boolean last = requests >= MAX_REQUESTS || !isBefore(deadline);
        if (codes.isEmpty() && last) {
            throw new NoCodeException("no code was published on DST/CODIGO within " + Durations.format(timeout)
                    + " of the request of " + dni.masked()
                    + ": is the DNI on the roster, and is the teacher's application running?");
        }
        Optional<String> own = publicCodes.own(codes, last);
        own.ifPresent(found -> code = found);
        return own.isPresent();
    }

    /** Waits for quiet before the next request; an answer to the first one may still come. */
    private boolean acceptLateAnswer() throws RefusedByTeacherException, InterruptedException {
        Arrival late = awaitQuiet();
        return late != null && acceptCode(late.answer());
    }

    private Arrival awaitQuiet() throws InterruptedException {
        Duration longest = timeout.compareTo(LONGEST_WAIT_FOR_QUIET) < 0 ? timeout : LONGEST_WAIT_FOR_QUIET;
        return inbox.awaitQuiet(longest, arrival -> arrival.isAnswerTo(requestId));
    }

    private boolean acceptCode(Answer answer) throws RefusedByTeacherException, InterruptedException {
        teacherAnswers = true;
        if (answer.isLeftToPublic()) {
            return acceptLateAnswer();
        }
        if (!answer.isCode()) {
            throw new RefusedByTeacherException("request of " + dni.masked(), answer);
        }
        code = answer.text();
        return true;
    }

    /** The solution for DST/SOLUCION; it asks for an answer if this student can receive one. */
    public Publication solution() {
        Publication solution = Publication.of(SOLUTIONS, solutionText());
        if (answerTopic == null) {
            return solution;
        }
        solutionId = UUID.randomUUID().toString();
        return solution.replyTo(answerTopic, bytes(solutionId));
    }

    private String solutionText() {
        return Solution.format(code, name, email);
    }

    /**
     * Waits for the verdict, if the teacher has answered before. A code that was lost is replaced once, by another
     * request.
     *
     * @throws RefusedByTeacherException if the solution was refused
     */
    public void hearsTheVerdict() throws RefusedByTeacherException, InterruptedException {
        outcome = "delivered: " + solutionText();
        long end = after(teacherAnswers ? grace : Duration.ZERO);
        while (isBefore(end)) {
            Arrival next = inbox.next(end);
            if (next != null && next.isAnswerTo(solutionId)) {
                handleVerdict(next.answer());
                return;
            }
        }
    }

    private void handleVerdict(Answer answer) throws RefusedByTeacherException {
        if (answer.isAccepted()) {
            outcome = "accepted: " + solutionText() + answer.withoutMail().map(" (%s)"::formatted).orElse("");
        } else if (answer.isLostCode() && !codeReplaced) {
            codeReplaced = true;
            outcome = null;
            requests = 0;
            publicCodes.lost(code);
        } else {
            throw new RefusedByTeacherException("solution", answer);
        }
    }

    /** The result for the user: {@code accepted} or {@code delivered}, and the solution. */
    public String outcome() {
        return outcome;
    }
}
