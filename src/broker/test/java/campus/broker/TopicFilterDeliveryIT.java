package campus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.broker.users.Passwords;
import campus.mqtt.TopicFilter;
import campus.testkit.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our matcher agrees with brokers on random filters and topics: each is delivered, or not. */
class TopicFilterDeliveryIT {

    private static final int FILTERS = 40;
    private static final int TOPICS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> LEVELS =
            List.of("", "a", "b", "A", "a.b", "a b", "ñ", "日本", "$SYS", "$x", "*", "0");

    @TempDir
    Path folder;

    @Test
    void mosquittoDeliversWhatOurMatcherMatches() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be compared with");
        try (Mosquitto mosquitto = Mosquitto.start(folder, "allow_anonymous true")) {
            compare(mosquitto.url(), topics(new Random(1), true), 1);
        }
    }

    /** No client may publish on its topics that begin with a dollar sign: they are left out. */
    @Test
    void theEmbeddedBrokerDeliversWhatOurMatcherMatches() throws Exception {
        Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite #\n");
        Path passwords = folder.resolve("passwords");
        Passwords.write(passwords, Map.of());
        try (EmbeddedBroker broker = new BrokerFixture(acl, passwords).start()) {
            compare("tcp://127.0.0.1:" + broker.port(Listener.TCP), topics(new Random(2), false), 2);
        }
    }

    /** A topic on which only the broker publishes, retained. */
    @ParameterizedTest
    @CsvSource({"#", "+/#", "+/broker/version", "+/+/+", "$SYS/#", "$SYS/broker/+", "$SYS/+/version",
        "$SYS/broker/version/#", "$SYS/+", "$SYS/broker"})
    void mosquittoKeepsItsOwnTopicsFromLeadingWildcards(String filter) throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so it cannot be compared with");
        String version = "$SYS/broker/version";
        try (Mosquitto mosquitto = Mosquitto.start(folder, "allow_anonymous true");
             TestClient client = new TestClient(mosquitto.url(), null)) {
            client.subscribe(filter);
            client.subscribe("end");
            client.publish("end");
            assertThat(topics(client, "end=end").contains(version))
                    .isEqualTo(TopicFilter.of(filter).matches(version));
        }
    }

    private void compare(String url, List<String> topics, long seed) throws Exception {
        List<String> filters = filters(new Random(seed), topics);
        List<String> wrong = new ArrayList<>();
        int matches = 0;
        try (TestClients clients = new TestClients(url)) {
            TestClient writer = clients.another(null);
            List<TestClient> readers = clients.several(FILTERS);
            for (int i = 0; i < FILTERS; i++) {
                readers.get(i).subscribe(filters.get(i));
            }
            for (String topic : topics) {
                writer.publish(topic, "", false);
            }
            for (int i = 0; i < FILTERS; i++) {
                writer.publish(end(filters.get(i)), "end " + i, false);
            }
            for (int i = 0; i < FILTERS; i++) {
                Set<String> delivered = topics(readers.get(i), end(filters.get(i)) + "=end " + i);
                TopicFilter filter = TopicFilter.of(filters.get(i));
                for (String topic : topics) {
                    boolean match = filter.matches(topic);
                    matches += match ? 1 : 0;
                    if (match != delivered.contains(topic)) {
                        wrong.add("'" + filters.get(i) + "' " + (match ? "matches" : "does not match") + " '"
                                + topic + "'");
                    }
                }
            }
        }
        assertThat(wrong).as("pairs where the broker did otherwise").isEmpty();
        assertThat(matches).as("matches of " + FILTERS * TOPICS + " pairs")
                .isBetween(FILTERS * TOPICS / 20, FILTERS * TOPICS / 2);
    }

    /** The topics of all messages but the end of each filter, when the last one has come. */
    private static Set<String> topics(TestClient reader, String last) {
        await().atMost(PATIENCE).until(() -> reader.received().contains(last));
        return reader.received().stream().filter(message -> !message.contains("=end "))
                .map(message -> message.substring(0, message.indexOf('='))).collect(Collectors.toSet());
    }

    /** A topic that the filter certainly matches: a name for each wildcard. */
    private static String end(String filter) {
        return filter.replace("+", "end").replace("#", "end");
    }

    private static List<String> topics(Random random, boolean dollar) {
        return Stream.generate(() -> IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> pick(random))
                        .reduce((a, b) -> a + "/" + b).orElseThrow())
                .filter(topic -> !topic.isEmpty() && !topic.startsWith("$SYS") && (dollar || !topic.startsWith("$")))
                .distinct().limit(TOPICS).toList();
    }

    private static String pick(Random random) {
        // The first ones more often, so that there is something to match.
        return LEVELS.get(Math.min(random.nextInt(LEVELS.size()), random.nextInt(LEVELS.size())));
    }

    /** Filters made of the topics, with wildcards or other names in the place of some levels. */
    private static List<String> filters(Random random, List<String> topics) {
        return Stream.generate(() -> {
            String from = topics.get(random.nextInt(topics.size()));
            List<String> levels = new ArrayList<>(List.of(from.split("/", -1)));
            levels.replaceAll(level -> switch (random.nextInt(6)) {
                case 0, 1, 2 -> "+";
                case 3 -> from.startsWith("$") ? level : pick(random);
                default -> level;
            });
            switch (random.nextInt(4)) {
                case 0 -> levels.set(levels.size() - 1, "#");
                case 1 -> levels.add("#");
                default -> { }
            }
            return String.join("/", levels);
        }).filter(filter -> TopicFilter.isValid(filter) && !filter.startsWith("$SYS")
                && (topics.stream().anyMatch(topic -> topic.startsWith("$")) || !filter.startsWith("$")))
                .distinct().limit(FILTERS).toList();
    }
}
