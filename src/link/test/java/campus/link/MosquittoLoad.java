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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher and a durable consumer of numbered messages at a Mosquitto that is killed or suspended meanwhile. It
 * keeps account of each message.
 */
final class MosquittoLoad implements AutoCloseable {

    /** Receive Maximum of the consumer, and messages in flight of the publisher: the two causes of duplicates. */
    static final int WINDOW = 100;

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SAVING = Duration.ofMillis(100);
    private static final int OUTSTANDING = 300;
    private static final long INTERVAL_MILLIS = 7;
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
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();

    /** A time for which the handler is busy with one message. */
    private record Hold(Duration time, CountDownLatch begun, CountDownLatch ended) {
    }

    /**
     * A kill of the broker.
     *
     * @param moment   the time of the kill
     * @param lastSave the time at which it had last written its database
     * @param saved    the messages in its database, not acknowledged
     * @param repeats  how many of them were handled before: the broker had not read the acknowledgement
     */
    private record Kill(Instant moment, Instant lastSave, Set<Integer> saved, int repeats) {
    }

    /**
     * The result.
     *
     * @param published         exchanges that completed
     * @param failures          the number of exchanges that failed, by message of the failure
     * @param lost              messages whose exchange completed and that were never handled
     * @param brokersLoss       those of them that the broker acknowledged after its last save and lost with the kill
     * @param duplicates        how often messages were handled again
     * @param brokersDuplicates at most so many of them: handled before a kill, and not acknowledged in its database
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
        camel.property("campus.link.max-inflight", String.valueOf(WINDOW))
                .consume("consumer", "paho-mqtt5:load?clientId=consumer&cleanStart=false&sessionExpiryInterval=3600"
                        + "&manualAcksEnabled=true&receiveMaximum=" + WINDOW + "&" + options, this::handle)
                .publish("publisher", "paho-mqtt5:load?" + options)
                .start();
        await().atMost(TIMEOUT).until(() -> camel.isUp("consumer") && camel.isUp("to load"));
        publisher.scheduleWithFixedDelay(this::publish, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        awaitHandled(0);
    }

    private void publish() {
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

    /** {@code kill -9} and restart, while the handler is busy for this time; checks that messages soon come again. */
    void kill(Duration busy) throws Exception {
        // Before its first save it would forget the session of the consumer, and keep no messages for it.
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

    /** SIGSTOP for this time, then SIGCONT; checks that messages soon come again. */
    void suspend(Duration time, Duration busy) throws Exception {
        Hold holding = begin(busy);
        broker.suspend();
        AtomicInteger before = new AtomicInteger(-1);
        await("no acknowledgement").during(time).atMost(time.plus(SOON))
                .until(() -> before.getAndSet(acknowledged.size()) == acknowledged.size());
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
            assertThat(holding.ended().await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
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

    /** Stops publishing, waits for the messages in flight, and counts. */
    Account finish() throws InterruptedException {
        publisher.shutdown();
        assertThat(publisher.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(outstanding.tryAcquire(OUTSTANDING, TIMEOUT.toSeconds(), TimeUnit.SECONDS))
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

    /** Waits until every message is handled, or none has been for a while. */
    private void awaitQuiet() {
        AtomicInteger before = new AtomicInteger(-1);
        AtomicReference<Instant> since = new AtomicReference<>(Instant.now());
        await().atMost(TIMEOUT.multipliedBy(2)).until(() -> {
            int size = total.get();
            if (before.getAndSet(size) != size) {
                since.set(Instant.now());
            }
            return handled.keySet().containsAll(acknowledged.keySet())
                    || since.get().plus(SOON).isBefore(Instant.now());
        });
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
        outstanding.release(OUTSTANDING);
        publisher.shutdownNow();
        camel.close();
        broker.close();
    }
}
