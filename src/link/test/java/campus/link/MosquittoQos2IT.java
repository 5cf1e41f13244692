package campus.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.testkit.Mosquitto;
import campus.testkit.proxy.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QoS 2 through a relay that cuts the connection again and again: none lost and none twice, each way. */
class MosquittoQos2IT {

    private static final int CUTS = 15;
    private static final int MESSAGES = 6000;

    @TempDir
    Path folder;

    @Test
    void deliversEachMessageOnceThroughARelayThatCuts() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        try (Mosquitto broker = Mosquitto.start(folder, "allow_anonymous true", "max_queued_messages 0");
             Proxy publisher = Proxy.to(broker.port()); Proxy subscriber = Proxy.to(broker.port());
             MosquittoCamel camel = new MosquittoCamel()) {
            camel.property("campus.link.queue", "10000");
            camel.consume("in", uri(subscriber) + "&receiveMaximum=50",
                    exchange -> received.add(exchange.getMessage().getBody(String.class)));
            camel.publish("out", uri(publisher)).start();
            await().atMost(Duration.ofSeconds(10)).until(() -> camel.isUp("in") && camel.isUp("to q/x"));
            for (int cut = 0; cut <= CUTS; cut++) {
                IntStream.range(0, MESSAGES / (CUTS + 1)).forEach(i ->
                        sent.add(camel.send("out", Integer.toString(sent.size()))));
                if (cut < CUTS) {
                    (cut % 2 == 0 ? publisher : subscriber).cut();
                    int before = received.size();
                    await().atMost(Duration.ofSeconds(10)).until(() -> received.size() > before);
                    (cut % 2 == 0 ? subscriber : publisher).cut();
                }
            }
            for (CompletableFuture<Void> each : sent) {
                each.get(30, TimeUnit.SECONDS);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> received.size() >= sent.size());
            await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5))
                    .until(() -> received.size() == sent.size());
        }
        assertThat(received).isEqualTo(IntStream.range(0, sent.size()).mapToObj(Integer::toString).toList());
    }

    private static String uri(Proxy relay) {
        return "paho-mqtt5:q/x?qos=2&brokerUrl=" + relay.uri() + "&connectionTimeout=5&maxReconnectDelay=500";
    }
}
