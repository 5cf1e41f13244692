package campus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that was written for camel-paho-mqtt5 only, five routes with the usual options, before and after
 * campus-link is added to its class path: it publishes the same messages, and then it outlasts its broker.
 */
class ExistingIT {

    /** Topic, QoS, whether it is retained, payload; by topic. */
    private static final List<String> MESSAGES = List.of(
            "door/last 1 1 open", "door/last 1 1 closed",
            "orders/taken 1 0 taken: 3 x ice", "orders/taken 1 0 taken: 1 x fish", "orders/taken 1 0 taken: ",
            "pallets/booked 2 0 pallet 1", "pallets/booked 2 0 pallet 2", "pallets/booked 2 0 pallet 2",
            "presence 0 1 here", "presence 1 1 gone",
            "rooms/1/alarm 1 0 4.5", "rooms/1/alarm 1 0 11", "rooms/2/alarm 1 0 9.25", "rooms/3/alarm 1 0 8");

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsMosquitto() {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed, so there is no broker");
    }

    @ParameterizedTest(name = "link: {0}")
    @ValueSource(booleans = {false, true})
    void theMessagesAreTheSame(boolean link) throws Exception {
        try (ColdStore store = new ColdStore(folder)) {
            store.publish("rooms/3/temperature", "8", "-r");
            store.start(link);
            assertThat(store.log().contains("campus-link makes the connections")).as(store.log()).isEqualTo(link);
            Stream.of("4.5", "4", "-18", "11").forEach(text -> store.publish("rooms/1/temperature", text));
            store.publish("rooms/2/temperature", "9.25", "-q", 0);
            Stream.of("3 x ice", "1 x fish", "").forEach(text -> store.publish("orders", text));
            Stream.of("pallet 1", "pallet 2", "pallet 2").forEach(text -> store.publish("pallets/in", text, "-q", 2));
            Stream.of("open", "closed").forEach(text -> store.publish("door", text));
            store.publish("roll-call", "");
            MESSAGES.stream().filter(message -> !message.endsWith("gone")).forEach(store::requireReceived);

            store.kill();
            store.requireReceived("presence 1 1 gone");
            assertThat(store.received()).isEqualTo(MESSAGES);
        }
    }

    @Test
    void withTheLinkAllRoutesOutlastTheirBroker() throws Exception {
        try (ColdStore store = new ColdStore(folder)) {
            store.start(true);
            store.outage(Duration.ofSeconds(3));
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                store.publish("rooms/1/temperature", "5");
                Stream.of("orders", "pallets/in", "door", "roll-call").forEach(topic -> store.publish(topic, "again"));
                assertThat(store.received()).as(store.log()).contains("rooms/1/alarm 1 0 5",
                        "orders/taken 1 0 taken: again", "pallets/booked 2 0 again", "door/last 1 1 again",
                        "presence 0 1 here");
            });

            store.kill();
            store.requireReceived("presence 1 1 gone");
        }
    }
}
