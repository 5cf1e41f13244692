package campus.classroom.student;

import campus.base.PrintableText;
import static campus.classroom.student.StudentInbox.after;
import static campus.classroom.student.StudentInbox.isBefore;

import campus.base.Durations;
import campus.classroom.Answer;
import campus.classroom.Dni;
import campus.classroom.Solution;
import campus.classroom.student.StudentInbox.Arrived;
import campus.mqtt.Publication;
import campus.mqtt.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The student of lab sheet 2, section 3, for one exchange: asks for a code, waits for it, and answers with it. A code
 * that the teacher sends to this student alone (MQTT 5 section 4.10) wins. Without one it is the sheet's way: the code
 * that is published on DST/CODIGO after the petition. As all share that topic, a student asks only when it is quiet,
 * and asks again where two codes came at once, so that none takes another's.
 *
 * <p>One thread asks; what arrives may come on others.
 */
public final class Student {

    private static final String REQUESTS = "DST/PETICION";
    private static final String SOLUTIONS = "DST/SOLUCION";
    private static final int MAX_REQUESTS = 4;
    private static final Duration LONGEST_LISTENING = Duration.ofSeconds(5);
    private static final Duration SHORTEST_QUIET = Duration.ofMillis(200);
    private static final Duration LONGEST_QUIET = Duration.ofMillis(800);
    /** Codes so close were asked for at the same time; who listens before asking listens for longer. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final Dni dni;
    private final String name;
    private final String email;
    private final Duration timeout;
    private final StudentInbox inbox;
    private final Set<String> foreign = new HashSet<>();
    /** Codes that came at once: the one that comes again for another petition is this student's. */
    private final Set<String> doubtful = new HashSet<>();

    private String answersOn;
    private Duration grace = Duration.ZERO;
    private String requestId;
    private String solutionId;
    private int requests;
    private long answerDue;
    private long deadline;
    private String code;
    private boolean teacherAnswers;
    private boolean lostACode;
    private String outcome;

    /**
     * A student who waits at most {@code timeout} for a code.
     *
     * @throws IllegalArgumentException where name or email cannot stand in {@code code;name;email}
     */
    public Student(Dni dni, String name, String email, Duration timeout) {
        this(dni, name, email, timeout, () -> Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(SHORTEST_QUIET.toMillis(), LONGEST_QUIET.toMillis())));
    }

    /** @param quiet how long nothing must have come on DST/CODIGO before this student asks */
    Student(Dni dni, String name, String email, Duration timeout, Supplier<Duration> quiet) {
        this.dni = dni;
        this.name = field("name", name);
        this.email = field("email", email);
        this.timeout = timeout;
        this.inbox = new StudentInbox(quiet);
    }

    private static String field(String what, String value) {
        if (value.isBlank() || value.contains(";") || value.codePoints().anyMatch(PrintableText::breaksLine)) {
            throw new IllegalArgumentException(what + " '" + PrintableText.of(value)
                    + "' cannot be sent: accepted is one line of text without ;");
        }
        return value.strip();
    }

    /** The teacher can answer on this topic, which nobody else reads; an answer is awaited for at most {@code grace}. */
    public void hearsAnswersOn(String topic, Duration grace) {
        this.answersOn = topic;
        this.grace = grace;
    }

    /** Takes a message of DST/CODIGO; a retained one, and one that holds no code, are ignored. */
    public void hearsCode(ReceivedMessage message) {
        if (!message.retained()) {
            inbox.putCode(message);
        }
    }

    /** Takes an answer of the teacher; one without correlation data is ignored. */
    public void hearsAnswer(ReceivedMessage message) {
        inbox.putAnswer(message);
    }

    /** Whether there is a request to make. */
    public boolean asks() {
        return outcome == null;
    }

    /** The request to publish on DST/PETICION, as soon as no other student seems to ask. From now on a code counts. */
    public Publication request() throws InterruptedException {
        if (requests++ == 0) {
            listensUntilQuiet();
            deadline = after(timeout);
        }
        foreign.addAll(inbox.heard());
        foreign.removeAll(doubtful);
        answerDue = after(grace);
        Publication request = Publication.of(REQUESTS, dni.number());
        if (!hopesForAnAnswer()) {
            return request;
        }
        requestId = UUID.randomUUID().toString();
        return request.replyTo(answersOn, bytes(requestId));
    }

    /** Only the first request can be answered: a student that needs another one follows the sheet. */
    private boolean hopesForAnAnswer() {
        return answersOn != null && requests == 1;
    }

    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Waits for a code that can only be meant for this student.
     *
     * @return whether there is one; else it takes another petition
     * @throws NoCodeException           where none came in time
     * @throws RefusedByTeacherException where the petition was refused
     */
    public boolean hearsItsCode() throws NoCodeException, RefusedByTeacherException, InterruptedException {
        List<String> codes = new ArrayList<>();
        long alone = 0;
        long until = hopesForAnAnswer() ? earlier(deadline, answerDue) : deadline;
        while (isBefore(until)) {
            Arrived next = inbox.next(until);
            if (next == null) {
                continue;
            }
            if (next.isAnswerTo(requestId)) {
                return takes(next.answer());
            }
            if (next.isPublic() && !foreign.contains(next.code())) {
                if (codes.isEmpty()) {
                    alone = after(AT_ONCE);
                    until = earlier(deadline, hopesForAnAnswer() && alone - answerDue < 0 ? answerDue : alone);
                }
                if (isBefore(alone) && !codes.contains(next.code())) {
                    codes.add(next.code());
                }
            }
        }
        return chooses(codes) || listensAndAsksAgain(codes);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private boolean chooses(List<String> codes) throws NoCodeException {
        boolean last = requests >= MAX_REQUESTS || !isBefore(deadline);
        if (codes.isEmpty() && last) {
            throw new NoCodeException("no code was published on DST/CODIGO within " + Durations.format(timeout)
                    + " of the request of " + dni.masked()
                    + ": is the DNI on the roster, and is the teacher's application running?");
        }
        List<String> cameAgain = codes.stream().filter(doubtful::contains).toList();
        List<String> own = cameAgain.isEmpty() ? codes : cameAgain;
        if (own.size() == 1 || !own.isEmpty() && last) {
            code = own.get(0);
            return true;
        }
        return false;
    }

    private boolean listensAndAsksAgain(List<String> codes) throws RefusedByTeacherException, InterruptedException {
        doubtful.addAll(codes);
        Arrived late = listensUntilQuiet();
        return late != null && takes(late.answer());
    }

    private Arrived listensUntilQuiet() throws InterruptedException {
        Duration longest = timeout.compareTo(LONGEST_LISTENING) < 0 ? timeout : LONGEST_LISTENING;
        return inbox.awaitQuiet(longest, answer -> answer.isAnswerTo(requestId));
    }

    private boolean takes(Answer answer) throws RefusedByTeacherException {
        teacherAnswers = true;
        if (!answer.isCode()) {
            throw new RefusedByTeacherException("request of " + dni.masked(), answer);
        }
        code = answer.text();
        return true;
    }

    /** The solution to publish on DST/SOLUCION; an answer is wanted if this student can hear it. */
    public Publication solution() {
        Publication solution = Publication.of(SOLUTIONS, solutionText());
        if (answersOn == null) {
            return solution;
        }
        solutionId = UUID.randomUUID().toString();
        return solution.replyTo(answersOn, bytes(solutionId));
    }

    private String solutionText() {
        return Solution.format(code, name, email);
    }

    /**
     * Waits for the verdict of a teacher that has shown that it answers. A code that is lost is given up for another
     * petition, once.
     *
     * @throws RefusedByTeacherException where the solution was refused
     */
    public void hearsTheVerdict() throws RefusedByTeacherException, InterruptedException {
        outcome = "delivered: " + solutionText();
        long until = after(teacherAnswers ? grace : Duration.ZERO);
        while (isBefore(until)) {
            Arrived next = inbox.next(until);
            if (next != null && next.isAnswerTo(solutionId)) {
                obeys(next.answer());
                return;
            }
        }
    }

    private void obeys(Answer answer) throws RefusedByTeacherException {
        if (answer.isAccepted()) {
            outcome = "accepted: " + solutionText();
        } else if (answer.isLostCode() && !lostACode) {
            lostACode = true;
            outcome = null;
            requests = 0;
            foreign.add(code);
            doubtful.clear();
        } else {
            throw new RefusedByTeacherException("solution", answer);
        }
    }

    /** What became of it, for people: {@code accepted} or {@code delivered}, and the solution. */
    public String outcome() {
        return outcome;
    }
}
