package campus.exchange;

import static campus.exchange.StudentInbox.after;
import static campus.exchange.StudentInbox.isBefore;

import campus.base.Time;
import campus.exchange.StudentInbox.Arrived;
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

    /** Where to answer a message, and how to mark the answer (MQTT 5 sections 3.3.2.3.5 and 3.3.2.3.6). */
    public record ReplyTo(String responseTopic, byte[] correlationData) {
    }

    private static final int MAX_PETITIONS = 4;
    private static final Duration LONGEST_LISTENING = Duration.ofSeconds(5);
    private static final Duration SHORTEST_QUIET = Duration.ofMillis(200);
    private static final Duration LONGEST_QUIET = Duration.ofMillis(800);
    /** Codes so close were asked for at the same time; who listens before asking listens for longer. */
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    /** Verdicts on a code that was this student's, and that a fresh one mends. */
    private static final Set<String> LOST_CODE = Set.of("already used", "unknown code", "expired");

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
    private String petitionId;
    private String solutionId;
    private int petitions;
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
        if (value.isBlank() || value.contains(";") || value.codePoints().anyMatch(Text::breaksLine)) {
            throw new IllegalArgumentException(what + " '" + Text.printable(value)
                    + "' cannot be sent: accepted is one line of text without ;");
        }
        return value.strip();
    }

    /** The teacher can answer on this topic, which nobody else reads; an answer is awaited for at most {@code grace}. */
    public void hearsAnswersOn(String topic, Duration grace) {
        this.answersOn = topic;
        this.grace = grace;
    }

    /** Takes what was published on DST/CODIGO; retained messages and what is no code are passed over. */
    public void codeArrived(byte[] payload, boolean retained) {
        if (!retained) {
            inbox.put(payload);
        }
    }

    /**
     * Takes an answer of the teacher.
     *
     * @param correlation of the petition or solution that is answered; an answer without it is passed over
     * @param verdict     {@code code}, or what became of the petition or solution; may be null
     * @param reason      a clause for people; may be null
     */
    public void answerArrived(byte[] payload, byte[] correlation, String verdict, String reason) {
        inbox.put(payload, correlation, verdict, reason);
    }

    /** Whether there is a petition to make. */
    public boolean asks() {
        return outcome == null;
    }

    /** What to publish on DST/PETICION, as soon as nobody else seems to be asking. From now on a code counts. */
    public String petition() throws InterruptedException {
        if (petitions++ == 0) {
            listensUntilQuiet();
            deadline = after(timeout);
        }
        foreign.addAll(inbox.heard());
        foreign.removeAll(doubtful);
        answerDue = after(grace);
        return dni.number();
    }

    /** Only the first petition can be answered: who needs another one goes the sheet's way. */
    private boolean hopesForAnAnswer() {
        return answersOn != null && petitions == 1;
    }

    /** Where the petition is to be answered; null for the sheet's way. */
    public ReplyTo petitionReplyTo() {
        if (!hopesForAnAnswer()) {
            return null;
        }
        petitionId = UUID.randomUUID().toString();
        return replyTo(petitionId);
    }

    /** Where the solution is to be answered; null where the student could not hear it. */
    public ReplyTo solutionReplyTo() {
        if (answersOn == null) {
            return null;
        }
        solutionId = UUID.randomUUID().toString();
        return replyTo(solutionId);
    }

    private ReplyTo replyTo(String id) {
        return new ReplyTo(answersOn, id.getBytes(StandardCharsets.UTF_8));
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
            if (next.isAnswerTo(petitionId)) {
                return takes(next);
            }
            if (next.isPublic() && !foreign.contains(next.text())) {
                if (codes.isEmpty()) {
                    alone = after(AT_ONCE);
                    until = earlier(deadline, hopesForAnAnswer() && alone - answerDue < 0 ? answerDue : alone);
                }
                if (isBefore(alone) && !codes.contains(next.text())) {
                    codes.add(next.text());
                }
            }
        }
        return chooses(codes) || listensAndAsksAgain(codes);
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private boolean chooses(List<String> codes) throws NoCodeException {
        boolean last = petitions >= MAX_PETITIONS || !isBefore(deadline);
        if (codes.isEmpty() && last) {
            throw new NoCodeException("no code was published on DST/CODIGO within " + Time.format(timeout)
                    + " of the petition of " + dni.masked()
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
        return late != null && takes(late);
    }

    private Arrived listensUntilQuiet() throws InterruptedException {
        Duration longest = timeout.compareTo(LONGEST_LISTENING) < 0 ? timeout : LONGEST_LISTENING;
        return inbox.awaitQuiet(longest, answer -> answer.isAnswerTo(petitionId));
    }

    private boolean takes(Arrived answer) throws RefusedByTeacherException {
        teacherAnswers = true;
        if (!answer.isCode() || answer.verdict() != null && !answer.verdict().equals("code")) {
            throw refused("petition of " + dni.masked(), answer);
        }
        code = answer.text();
        return true;
    }

    /** What to publish on DST/SOLUCION. */
    public String solution() {
        return Solution.format(code, name, email);
    }

    /**
     * Waits for the verdict of a teacher that has shown that it answers. A code that is lost is given up for another
     * petition, once.
     *
     * @throws RefusedByTeacherException where the solution was refused
     */
    public void hearsTheVerdict() throws RefusedByTeacherException, InterruptedException {
        outcome = "delivered: " + solution();
        long until = after(teacherAnswers ? grace : Duration.ZERO);
        while (isBefore(until)) {
            Arrived next = inbox.next(until);
            if (next != null && next.isAnswerTo(solutionId)) {
                obeys(next);
                return;
            }
        }
    }

    private void obeys(Arrived answer) throws RefusedByTeacherException {
        if (verdict(answer).equals("accepted")) {
            outcome = "accepted: " + solution();
        } else if (LOST_CODE.contains(verdict(answer)) && !lostACode) {
            lostACode = true;
            outcome = null;
            petitions = 0;
            foreign.add(code);
            doubtful.clear();
        } else {
            throw refused("solution", answer);
        }
    }

    /** What became of it, for people: {@code accepted} or {@code delivered}, and the solution. */
    public String outcome() {
        return outcome;
    }

    private static String verdict(Arrived answer) {
        return answer.verdict() == null ? answer.text() : answer.verdict();
    }

    private static RefusedByTeacherException refused(String what, Arrived answer) {
        return new RefusedByTeacherException(what, verdict(answer), answer.reason());
    }
}
