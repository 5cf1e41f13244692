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
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Students that pass one exchange after the other, each with a DNI of its own, until they are told to finish; half of
 * them as the lab sheet has it, half with a Response Topic. Some err and some cheat. All of them, and all fields, are
 * used by one thread.
 */
final class Classroom implements AutoCloseable {

    private static final int DNIS = 40_000;
    private static final int FIRST_DNI = 10_000_000;
    private static final long LOOK_MILLIS = 250;

    private final Random random;
    private final Supplier<Collection<String>> results;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> new Thread(task, "classroom"));
    private final List<StudentConnection> connections = new ArrayList<>();
    private final Map<Long, Consumer<Arrived>> questions = new HashMap<>();
    private final List<Sent> requests = new ArrayList<>();
    private final List<Sent> solutions = new ArrayList<>();
    /** Bare students that wait for a code, in the order of their requests: the first gets the next code. */
    private final Deque<ClassroomStudent> waiting = new ArrayDeque<>();
    /** Codes that bare students hold. */
    private final Set<String> held = new HashSet<>();
    private final List<ClassroomStudent> students = new ArrayList<>();
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
            connections.add(new StudentConnection(url, "students-" + i,
                    arrived -> thread.execute(() -> take(arrived))));
        }
        connections.get(0).subscribe(StudentConnection.CODE);
        connections.get(2).subscribeToAnswers();
        connections.get(3).subscribeToAnswers();
        for (int i = 0; i < size; i++) {
            students.add(new ClassroomStudent(this, i, i % 2 == 1, connections.get(i % 2 * 2 + i / 2 % 2)));
        }
    }

    /** The roster of all students. */
    static Path roster(Path file) throws Exception {
        return Files.write(file, IntStream.range(0, DNIS).mapToObj(n -> String.valueOf(FIRST_DNI + n)).toList());
    }

    /** All begin at once. */
    void begin() {
        thread.execute(() -> students.forEach(ClassroomStudent::begin));
        thread.scheduleWithFixedDelay(this::lookForMail, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** No student begins another exchange. */
    void finish() {
        thread.execute(() -> finishing = true);
    }

    /** Number of students in the middle of an exchange. */
    int busy() {
        return busy.get();
    }

    /** Number of messages that the teacher has sent. */
    int answers() {
        return answers.get();
    }

    /** Number of questions that were not answered yet. */
    long unanswered() throws Exception {
        return Stream.of(requests(), solutions()).flatMap(List::stream)
                .filter(sent -> sent.isDue() && sent.verdicts.isEmpty()).count();
    }

    /** A copy of all requests. */
    List<Sent> requests() throws Exception {
        return thread.submit(() -> List.copyOf(requests)).get();
    }

    /** A copy of all solutions. */
    List<Sent> solutions() throws Exception {
        return thread.submit(() -> List.copyOf(solutions)).get();
    }

    /** The events so far, with their numbers. */
    Map<String, Integer> events() throws Exception {
        return thread.submit(() -> Map.copyOf(events)).get();
    }

    // Below: for the students, on the thread of the room.

    boolean isFinishing() {
        return finishing;
    }

    int random(int bound) {
        return random.nextInt(bound);
    }

    /** The DNI of a student in one of its rounds. */
    String dni(int number, int round) {
        return String.valueOf(FIRST_DNI + (number + students.size() * round) % DNIS);
    }

    void begins() {
        busy.incrementAndGet();
    }

    void ends() {
        busy.decrementAndGet();
    }

    void sendsRequest(Sent request) {
        requests.add(request);
    }

    void sendsSolution(Sent solution) {
        solutions.add(solution);
    }

    /** Adds a bare student to those that wait for a code. */
    void awaitsCode(ClassroomStudent student) {
        if (!waiting.contains(student)) {
            waiting.add(student);
        }
    }

    void releases(String code) {
        held.remove(code);
    }

    /** Registers a question; its number. */
    long asks(Consumer<Arrived> answered) {
        questions.put(++lastQuestion, answered);
        return lastQuestion;
    }

    void count(String event) {
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
        students.forEach(student -> student.lookForMail(certified));
    }

    void later(long millis, Runnable task) {
        thread.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    Executor thread() {
        return thread;
    }

    @Override
    public void close() throws Exception {
        thread.shutdownNow();
        for (StudentConnection connection : connections) {
            connection.close();
        }
    }
}
