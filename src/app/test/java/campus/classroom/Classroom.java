package campus.classroom;

import campus.classroom.StudentConnection.Arrived;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Students who pass one exchange after the other, each with a DNI of its own, until they are told to finish; half of
 * them as the lab sheet has it, half with a Response Topic. Some err and some cheat. All of them, and all fields, live
 * on one thread.
 */
final class Classroom implements AutoCloseable {

    private static final int DNIS = 40_000;
    private static final int FIRST_DNI = 10_000_000;
    private static final String STRANGER = "99999999";
    private static final long RETRY_MILLIS = 3000;
    private static final long MAIL_MILLIS = 15_000;
    private static final long LOOK_MILLIS = 250;
    private static final int THINK_MILLIS = 1500;

    /** What a solution is worth. */
    enum Kind { PROPER, BAD_CODE, GUESS, USED_CODE, REPEATED }

    /** A message to the teacher and what came of it. */
    static final class Sent {
        final Kind kind;
        final String text;
        final boolean verdictDue;
        final List<String> verdicts = new ArrayList<>();
        /** The broker has it. */
        boolean acknowledged;

        Sent(Kind kind, String text, boolean verdictDue) {
            this.kind = kind;
            this.text = text;
            this.verdictDue = verdictDue;
        }

        String code() {
            return text.split(";")[0];
        }

        /** The broker has it, and it asks for an answer. */
        boolean isDue() {
            return acknowledged && verdictDue;
        }

        @Override
        public String toString() {
            return kind + " " + text + (acknowledged ? "" : " not acknowledged") + " " + verdicts;
        }
    }

    private final Random random;
    private final Supplier<Collection<String>> results;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "classroom"));
    private final List<StudentConnection> connections = new ArrayList<>();
    private final Map<Long, Consumer<Arrived>> questions = new HashMap<>();
    private final List<Sent> petitions = new ArrayList<>();
    private final List<Sent> solutions = new ArrayList<>();
    /** Bare students who wait for a code; who waits longest gets the next one. */
    private final Deque<Student> waiting = new ArrayDeque<>();
    /** Codes that bare students hold. */
    private final Set<String> held = new HashSet<>();
    private final List<Student> students = new ArrayList<>();
    private final Map<String, Integer> events = new TreeMap<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private long lastQuestion;
    private boolean finishing;

    /**
     * Opens the room.
     *
     * @param results the lines of ok.txt so far, by which bare students learn that they are certified
     */
    Classroom(String url, int size, Random random, Supplier<Collection<String>> results) throws Exception {
        this.random = random;
        this.results = results;
        for (int i = 0; i < 4; i++) {
            connections.add(new StudentConnection(url, "students-" + i, arrived -> thread.execute(() -> take(arrived))));
        }
        connections.get(0).subscribe(StudentConnection.CODE);
        connections.get(2).subscribeToAnswers();
        connections.get(3).subscribeToAnswers();
        for (int i = 0; i < size; i++) {
            students.add(new Student(i, i % 2 == 1, connections.get(i % 2 * 2 + i / 2 % 2)));
        }
    }

    /** The roster of all who will ever ask. */
    static Path roster(Path file) throws Exception {
        return Files.write(file, IntStream.range(0, DNIS).mapToObj(n -> String.valueOf(FIRST_DNI + n)).toList());
    }

    /** All begin at once. */
    void begin() {
        thread.execute(() -> students.forEach(Student::begin));
        thread.scheduleWithFixedDelay(this::lookForMail, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Nobody begins another exchange. */
    void finish() {
        thread.execute(() -> finishing = true);
    }

    /** How many are in the middle of an exchange. */
    int busy() {
        return busy.get();
    }

    /** How many messages the teacher has sent. */
    int answers() {
        return answers.get();
    }

    /** How many questions were not answered yet. */
    long unanswered() throws Exception {
        return Stream.of(petitions(), solutions()).flatMap(List::stream)
                .filter(sent -> sent.isDue() && sent.verdicts.isEmpty()).count();
    }

    /** A copy of all petitions. */
    List<Sent> petitions() throws Exception {
        return thread.submit(() -> List.copyOf(petitions)).get();
    }

    /** A copy of all solutions. */
    List<Sent> solutions() throws Exception {
        return thread.submit(() -> List.copyOf(solutions)).get();
    }

    /** What happened, and how often. */
    Map<String, Integer> events() throws Exception {
        return thread.submit(() -> Map.copyOf(events)).get();
    }

    private void count(String event) {
        events.merge(event, 1, Integer::sum);
    }

    private void take(Arrived arrived) {
        answers.incrementAndGet();
        if (arrived.topic().equals(StudentConnection.CODE)) {
            if (held.contains(arrived.text())) {
                count("code again on DST/CODIGO");
            } else if (!waiting.isEmpty()) {
                held.add(arrived.text());
                waiting.remove().solve(arrived.text());
            } else {
                count("code for nobody on DST/CODIGO");
            }
        } else {
            Consumer<Arrived> asker = questions.get(arrived.question());
            if (asker == null) {
                count("answer to no question");
            } else {
                asker.accept(arrived);
            }
        }
    }

    private void lookForMail() {
        Set<String> certified = new HashSet<>(results.get());
        students.stream().filter(student -> student.unconfirmed != null && certified.contains(student.unconfirmed.text))
                .toList().forEach(student -> {
                    held.remove(student.unconfirmed.code());
                    student.unconfirmed = null;
                    student.certified();
                });
    }

    private void later(long millis, Runnable task) {
        thread.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private final class Student {
        private final int number;
        private final boolean responseTopic;
        private final StudentConnection connection;
        private int round;
        private boolean wantsCode;
        private Sent unconfirmed;

        Student(int number, boolean responseTopic, StudentConnection connection) {
            this.number = number;
            this.responseTopic = responseTopic;
            this.connection = connection;
        }

        private void begin() {
            if (finishing) {
                return;
            }
            busy.incrementAndGet();
            round++;
            wantsCode = true;
            int chance = random.nextInt(100);
            if (chance < 3) {
                petition(STRANGER);
            } else if (chance < 6) {
                petition("one code, please");
            } else if (chance < 10) {
                String code = CodeGenerator.code(random.nextInt(CodeGenerator.COUNT));
                send(Kind.BAD_CODE, code.substring(0, 4) + (code.charAt(4) == '9' ? '0' : (char) (code.charAt(4) + 1)));
            } else if (chance < 12) {
                send(Kind.GUESS, CodeGenerator.code(random.nextInt(CodeGenerator.COUNT)));
            }
            askForCode(round);
        }

        private void askForCode(int inRound) {
            if (!wantsCode || round != inRound) {
                return;
            }
            petition(String.valueOf(FIRST_DNI + (number + students.size() * round) % DNIS));
            if (!responseTopic && !waiting.contains(this)) {
                waiting.add(this);
            }
            later(RETRY_MILLIS, () -> askForCode(inRound));
        }

        private void petition(String text) {
            Sent petition = new Sent(Kind.PROPER, text, responseTopic);
            petitions.add(petition);
            int inRound = round;
            publish(StudentConnection.PETITION, petition, verdict -> {
                if (verdict.verdict().equals("code") && wantsCode && round == inRound) {
                    solve(verdict.text());
                }
            });
        }

        private void solve(String code) {
            wantsCode = false;
            int inRound = round;
            Sent solution = send(Kind.PROPER, code);
            if (!responseTopic) {
                unconfirmed = solution;
                later(MAIL_MILLIS, () -> {
                    if (unconfirmed == solution && round == inRound) {
                        held.remove(code);
                        unconfirmed = null;
                        count("no mail in time");
                        end();
                    }
                });
            }
        }

        /** Publishes a solution whose text no other solution has. */
        private Sent send(Kind kind, String code) {
            String who = number + "." + round + (kind == Kind.PROPER ? "" : "." + kind.name().toLowerCase(Locale.ROOT));
            return send(new Sent(kind, code + ";Alumno " + who + ";a" + who + "@example.org", responseTopic));
        }

        private Sent send(Sent solution) {
            solutions.add(solution);
            publish(StudentConnection.SOLUTION, solution, verdict -> {
                if (solution.kind == Kind.PROPER && solution.verdicts.size() == 1) {
                    if (verdict.verdict().equals("accepted")) {
                        cheat(solution);
                        certified();
                    } else {
                        count("proper solution: " + verdict.verdict());
                        end();
                    }
                }
            });
            return solution;
        }

        private void cheat(Sent solution) {
            int chance = random.nextInt(100);
            if (chance < 4) {
                send(Kind.USED_CODE, solution.code());
            } else if (chance < 8) {
                send(new Sent(Kind.REPEATED, solution.text, responseTopic));
            }
        }

        private void publish(String topic, Sent sent, Consumer<Arrived> answered) {
            if (responseTopic) {
                long question = ++lastQuestion;
                questions.put(question, arrived -> {
                    sent.verdicts.add(arrived.verdict());
                    answered.accept(arrived);
                });
                acknowledge(sent, connection.ask(topic, sent.text, question));
            } else {
                acknowledge(sent, connection.tell(topic, sent.text));
            }
        }

        private void acknowledge(Sent sent, CompletableFuture<Void> published) {
            published.whenCompleteAsync((nothing, failure) -> {
                sent.acknowledged = failure == null;
                if (failure != null) {
                    count("not published: " + failure);
                }
            }, thread);
        }

        private void certified() {
            count("certified");
            end();
        }

        private void end() {
            busy.decrementAndGet();
            later(random.nextInt(THINK_MILLIS), this::begin);
        }
    }

    @Override
    public void close() throws Exception {
        thread.shutdownNow();
        for (StudentConnection connection : connections) {
            connection.close();
        }
    }
}
