package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.testkit.Mosquitto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher and a durable consumer of numbered messages at a Mosquitto that dies and stops under them; keeps account
 * of every message.
 */
final class MosquittoLoad implements AutoCloseable {

    /** The consumer's receive window, and the publisher's window: the two causes of duplicates. */
    static final int WINDOW = 100;

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SAVING = Duration.ofMillis(100);
    private static final int OUTSTANDING = 300;
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(7);
    private static final Pattern NUMBER = Pattern.compile("message (\\d{8})");

    private static final Logger LOG = LoggerFactory.getLogger(MosquittoLoad.class);

    private final Mosquitto broker;
    private final Path database;
    private final MosquittoCamel camel = new MosquittoCamel();
    private final Semaphore outstanding = new Semaphore(OUTSTANDING);
    private final Map<Integer, Instant> acknowledged = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> handled = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicReference<Hold> hold = new AtomicReference<>();
    private final List<Kill> kills = new ArrayList<>();
    private final List<Duration> recoveries = new ArrayList<>();
    private final Thread publisher = new Thread(this::publish, "load");
    private volatile boolean stopping;

    /** Keeps the handler busy with one message. */
    private record Hold(Duration time, CountDownLatch begun, CountDownLatch ended) {
    }

    /**
     * A death of the broker.
     *
     * @param moment when
     * @param lastSave when it had last written its database
     * @param saved  the messages in its database, as not acknowledged
     * @param repeats how many of them were handled before, with an acknowledgement that it had not read
     */
    private record Kill(Instant moment, Instant lastSave, Set<Integer> saved, int repeats) {
    }

    /**
     * What came of it.
     *
     * @param published   exchanges that completed well
     * @param failures    exchanges that failed, by what their senders were told
     * @param lost        completed well and never handled
     * @param brokersLoss of those: acknowledged by the broker after its last save, and not in its database at its death
     * @param duplicates  handled more often than once, in sum
     * @param brokersDuplicates of those, at most: handled before a death, and not acknowledged in its database
     */
    record Account(int kills, int published, Map<String, Integer> failures, int lost, int brokersLoss, int duplicates,
            int brokersDuplicates, Duration slowestRecovery) {
    }

    MosquittoLoad(Path folder, int keepAlive, String... config) throws Exception {
        database = Files.createDirectories(folder.resolve("store")).resolve("mosquitto.db");
        List<String> lines = new ArrayList<>(List.of("allow_anonymous true", "persistence true",
                "persistence_location " + database.getParent() + "/", "max_queued_messages 0",
                "log_type warning"));
        lines.addAll(List.of(config));
        broker = Mosquitto.start(folder, lines.toArray(String[]::new));
        String options = "brokerUrl=" + broker.url() + "&connectionTimeout=2&maxReconnectDelay=1000&keepAliveInterval="
                + keepAlive;
        camel.property("campus.link.window", String.valueOf(WINDOW))
                .consume("consumer", "paho-mqtt5:load?clientId=consumer&cleanStart=false&sessionExpiryInterval=3600"
                        + "&manualAcksEnabled=true&receiveMaximum=" + WINDOW + "&" + options, this::handle)
                .publish("publisher", "paho-mqtt5:load?" + options)
                .start();
        await().atMost(PATIENCE).until(() -> camel.isUp("consumer") && camel.isUp("to load"));
        publisher.start();
        awaitHandled(0);
    }

    private void publish() {
        while (!stopping) {
            outstanding.acquireUninterruptibly();
            int number = published.getAndIncrement();
            camel.send("publisher", String.format("message %08d, and something to carry", number))
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            acknowledged.put(number, Instant.now());
                        } else {
                            failures.merge(failure.getMessage(), 1, Integer::sum);
                        }
                        outstanding.release();
                    });
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    private void handle(Exchange exchange) throws InterruptedException {
        Hold now = hold.getAndSet(null);
        if (now != null) {
            now.begun().countDown();
            assertThat(now.ended().await(now.time().toMillis(), TimeUnit.MILLISECONDS)).isFalse();
            now.ended().countDown();
        }
        int number = numbers(exchange.getMessage().getBody(String.class)).iterator().next();
        handled.merge(number, 1, Integer::sum);
        total.incrementAndGet();
    }

    /** {@code kill -9} and restart, while the handler is busy for so long; checks that messages soon come again. */
    void kill(Duration busy) throws Exception {
        // Before its first save it would forget the consumer's session, and have nobody to keep messages for.
        await("session saved").until(() -> Files.exists(database)
                && Files.readString(database, StandardCharsets.ISO_8859_1).contains("consumer"));
        Hold holding = begin(busy);
        broker.kill();
        Set<Integer> saved = numbers(Files.readString(database, StandardCharsets.ISO_8859_1));
        kills.add(new Kill(Instant.now(), Files.getLastModifiedTime(database).toInstant(), saved,
                (int) saved.stream().filter(handled::containsKey).count()));
        broker.restart();
        awaitRecovery(kills.get(kills.size() - 1).moment(), holding);
    }

    /** SIGSTOP for so long, then SIGCONT; checks that messages soon come again. */
    void suspend(Duration time, Duration busy) throws Exception {
        Hold holding = begin(busy);
        broker.suspend();
        Instant end = Instant.now().plus(time);
        await().atMost(time.plus(SOON)).until(() -> Instant.now().isAfter(end));
        broker.resume();
        awaitRecovery(Instant.EPOCH, holding);
    }

    private Hold begin(Duration busy) throws InterruptedException {
        if (busy.isZero()) {
            return null;
        }
        Hold holding = new Hold(busy, new CountDownLatch(1), new CountDownLatch(1));
        hold.set(holding);
        assertThat(holding.begun().await(5, TimeUnit.SECONDS)).isTrue();
        return holding;
    }

    private void awaitRecovery(Instant downSince, Hold holding) throws InterruptedException {
        Instant start = Instant.now();
        await("connected again").atMost(SOON).pollInterval(Duration.ofMillis(10))
                .until(() -> camel.isUpSince("consumer", downSince));
        recoveries.add(Duration.between(start, Instant.now()));
        if (holding != null) {
            assertThat(holding.ended().await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            start = Instant.now();
        }
        awaitHandled(total.get());
        if (holding == null) {
            recoveries.add(Duration.between(start, Instant.now()));
        }
    }

    private void awaitHandled(int before) {
        await("received again").atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> total.get() > before);
    }

    /** Stops publishing, waits for all that is on its way, and counts. */
    Account finish() throws InterruptedException {
        stopping = true;
        publisher.join();
        assertThat(outstanding.tryAcquire(OUTSTANDING, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("every exchange ends").isTrue();
        awaitQuiet();
        Set<Integer> lost = acknowledged.keySet().stream().filter(number -> !handled.containsKey(number))
                .collect(Collectors.toSet());
        int duplicates = handled.values().stream().mapToInt(times -> times - 1).sum();
        Account account = new Account(kills.size(), acknowledged.size(), failures, lost.size(),
                (int) lost.stream().filter(this::isBrokersLoss).count(), duplicates,
                kills.stream().mapToInt(Kill::repeats).sum(),
                recoveries.stream().max(Duration::compareTo).orElse(Duration.ZERO));
        LOG.info("{}", account);
        return account;
    }

    /** All is handled, or nothing has been for a while. */
    private void awaitQuiet() {
        AtomicInteger before = new AtomicInteger(-1);
        Set<Integer> expected = acknowledged.keySet();
        await().atMost(PATIENCE.multipliedBy(2)).pollInterval(SOON).pollDelay(Duration.ZERO).until(() ->
                handled.keySet().containsAll(expected) || before.getAndSet(handled.size()) == handled.size());
    }

    private boolean isBrokersLoss(int number) {
        Instant moment = acknowledged.get(number);
        return kills.stream().filter(kill -> kill.moment().isAfter(moment)).findFirst()
                .filter(kill -> !kill.saved().contains(number))
                .filter(kill -> moment.isAfter(kill.lastSave().minus(SAVING))).isPresent();
    }

    private static Set<Integer> numbers(String text) {
        return NUMBER.matcher(text).results().map((MatchResult found) -> Integer.valueOf(found.group(1)))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        stopping = true;
        outstanding.release(OUTSTANDING);
        camel.close();
        broker.close();
    }
}
