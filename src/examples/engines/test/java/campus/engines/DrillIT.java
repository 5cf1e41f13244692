package campus.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.engines.DrillSite.Victim;
import campus.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drill: a replicated pair of Artemis, PostgreSQL, Kafka, three instances of the program, 60 foreign students and
 * 300 foreign readings a second. One process of each kind is killed in turn, and started again.
 * {@code -Dminutes=10} is the whole drill.
 */
@Tag("soak")
class DrillIT {

    private static final Logger LOG = LoggerFactory.getLogger(DrillIT.class);
    private static final int MINUTES = Integer.getInteger("minutes", 3);
    private static final int RATE = 300;
    private static final int STUDENTS = 60;
    private static final Duration EACH = Duration.ofSeconds(MINUTES < 10 ? 35 : 60);
    private static final Duration DOWN = Duration.ofSeconds(8);
    private static final Duration COSTS = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern NUMBER = Pattern.compile("\"payload\":(\\d+)}");
    private static final Pattern TOLD = Pattern.compile("published (\\d+) acknowledged (\\d+) connects (\\d+)");

    @TempDir
    private Path folder;

    private final Map<String, Integer> kills = new TreeMap<>();
    private final List<String> table = new ArrayList<>(List.of("| what | count |", "| --- | --- |"));

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void killingOneProcessOfEachKindLosesNothing() throws Exception {
        try (DrillSite site = new DrillSite(folder, STUDENTS)) {
            String brokers = String.join(",", site.brokers());
            int seconds = MINUTES * 60;
            try (Program readings = Program.python("lecturas.py", brokers, RATE, "edificio", "any", DrillSite.BUILDING);
                 Program students = Program.python("clase.py", brokers, STUDENTS, seconds)) {
                killInTurn(site.victims(), System.nanoTime() + Duration.ofSeconds(seconds).toNanos());
                costs(site);
                await("the students").atMost(PATIENCE).until(() -> certified(students) == STUDENTS);
                readings.endInput();
                Matcher told = TOLD.matcher(readings.line("published .*", 1));
                assertThat(told.matches()).isTrue();
                check(site, Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)));
            }
        }
    }

    private static long certified(Program students) {
        return students.lines().stream().filter(line -> line.startsWith("certified")).count();
    }

    private void killInTurn(List<Victim> victims, long end) throws Exception {
        for (int i = 0; System.nanoTime() < end - EACH.toNanos(); i++) {
            Victim victim = victims.get(i % victims.size());
            long next = System.nanoTime() + EACH.toNanos();
            waitUntil(System.nanoTime() + EACH.minus(DOWN).toNanos() / 2);
            LOG.info("kill -9: {}", victim.kind());
            victim.kill().run();
            kills.merge(victim.kind(), 1, Integer::sum);
            waitUntil(System.nanoTime() + DOWN.toNanos());
            victim.restart().run();
            LOG.info("started again: {}", victim.kind());
            waitUntil(next);
        }
        waitUntil(end);
    }

    /** Processor time of each kind for a reading, with all else that goes on. */
    private void costs(DrillSite site) {
        Map<String, Duration> before = site.processorTime();
        long begin = System.nanoTime();
        waitUntil(begin + COSTS.toNanos());
        double readings = RATE * (System.nanoTime() - begin) / 1e9;
        site.processorTime().forEach((kind, after) ->
                row("µs of processor time a reading: " + kind, Math.round(after.minus(before.get(kind)).toNanos()
                        / 1000 / readings)));
    }

    private static void waitUntil(long nanoTime) {
        await().forever().pollDelay(Duration.ZERO).until(() -> System.nanoTime() >= nanoTime);
    }

    private void check(DrillSite site, int published, int acknowledged) throws Exception {
        settle(() -> numbers(site.lines("readings"), Function.identity()).size(), published);
        settle(() -> numbers(site.kafka.records(DrillSite.TOPIC), record -> record.value()).size(), published);
        Map<String, Long> certified = site.postgres.counts(
                "SELECT dni, COUNT(*) FROM issued_code WHERE redeemed_at IS NOT NULL GROUP BY dni");
        Map<String, Integer> mails = new HashMap<>();
        site.files("mail").forEach(mail -> mails.merge(mail.getFileName().toString(), 1, Integer::sum));
        kills.forEach((kind, times) -> row("kill -9 of " + kind, times));
        row("readings published", published);
        row("readings acknowledged by the broker", acknowledged);
        long lost = readings("files", numbers(site.lines("readings"), Function.identity()), published);
        lost += readings("Kafka", numbers(site.kafka.records(DrillSite.TOPIC), record -> record.value()), published);
        row("students certified once", certified.values().stream().filter(times -> times == 1).count());
        long twice = certified.values().stream().filter(times -> times > 1).count();
        row("students certified twice", twice);
        row("students never certified", STUDENTS - certified.size());
        long lines = site.lines("ok.txt").stream().distinct().count();
        row("solutions in no results file", certified.values().stream().mapToLong(Long::longValue).sum() - lines);
        row("mails sent once", mails.values().stream().filter(times -> times == 1).count());
        row("mails sent twice", mails.values().stream().filter(times -> times > 1).count());
        row("mails never sent", certified.size() - mails.size());
        row("dead letters", site.files("dead-letter").size());
        Files.write(Path.of("target", "drill.md"), table);
        table.forEach(System.err::println);
        assertThat(acknowledged).isEqualTo(published);
        assertThat(lost).as("lost").isZero();
        assertThat(certified).as("never").hasSize(STUDENTS);
        assertThat(twice).as("certified twice").isZero();
        assertThat(mails).as("mails").hasSize(STUDENTS);
    }

    /** Waits until all have come, or for as long as a member needs that is just back. */
    private static void settle(Supplier<Integer> found, int published) {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(2)).until(() -> found.get() >= published);
        } catch (ConditionTimeoutException e) {
            LOG.warn("some are missing: {} of {} have come", found.get(), published);
        }
    }

    /** How often each number has come. */
    private static <T> Map<Integer, Integer> numbers(Collection<T> messages, Function<T, String> line) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (T message : messages) {
            Matcher matcher = NUMBER.matcher(line.apply(message));
            if (matcher.find()) {
                numbers.merge(Integer.valueOf(matcher.group(1)), 1, Integer::sum);
            }
        }
        return numbers;
    }

    /** Adds the rows of a sink; returns how many it lost. */
    private long readings(String sink, Map<Integer, Integer> numbers, int published) {
        long lost = IntStream.range(0, published).filter(number -> !numbers.containsKey(number)).count();
        row("found in " + sink, numbers.size());
        row("lost in " + sink, lost);
        row("twice in " + sink, numbers.values().stream().filter(times -> times > 1).count());
        return lost;
    }

    private void row(String what, long count) {
        table.add("| " + what + " | " + count + " |");
    }
}
