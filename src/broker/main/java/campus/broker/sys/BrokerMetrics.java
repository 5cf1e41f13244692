package campus.broker.sys;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * The figures that the embedded broker has of itself, by Mosquitto's names (mosquitto(8), "Broker status"). It has none
 * of expired clients, of messages in flight or dropped, or of the bytes of payloads. For use by one thread.
 */
final class BrokerMetrics {

    private final ActiveMQServer server;
    private final TrafficCounter traffic;
    private final Map<String, LoadAverage> loads = new HashMap<>();
    private int maximum;
    private long lastMillis;
    private double minutes;

    BrokerMetrics(ActiveMQServer server, TrafficCounter traffic) {
        this.server = server;
        this.traffic = traffic;
    }

    /** The current values, by the names of their topics below {@code $SYS/broker/}. */
    Map<String, String> read() throws Exception {
        Map<String, String> figures = new LinkedHashMap<>();
        long millis = server.getUptimeMillis();
        minutes = (millis - lastMillis) / 60_000.0;
        lastMillis = millis;
        figures.put("version", "ActiveMQ Artemis " + server.getVersion().getFullVersion());
        figures.put("uptime", millis / 1000 + " seconds");
        clients(figures);
        traffic(figures, "received", traffic.received);
        traffic(figures, "sent", traffic.sent);
        put(figures, "retained messages/count", retained());
        put(figures, "store/messages/count", server.getTotalMessageCount());
        put(figures, "messages/stored", server.getTotalMessageCount());
        put(figures, "heap/current", Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        return figures;
    }

    private void traffic(Map<String, String> figures, String direction, TrafficCounter.Count count) {
        put(figures, "messages/" + direction, count.packets.sum());
        put(figures, "publish/messages/" + direction, count.publications.sum());
        put(figures, "bytes/" + direction, count.bytes.sum());
        load(figures, "messages/" + direction, count.packets.sum());
        load(figures, "publish/" + direction, count.publications.sum());
        load(figures, "bytes/" + direction, count.bytes.sum());
    }

    private void load(Map<String, String> figures, String name, long total) {
        if (minutes > 0) {
            loads.computeIfAbsent(name, key -> new LoadAverage()).put(figures, name, total, minutes);
        }
    }

    /** Each has its old name too, which is in lab sheet 1 and in Mosquitto 2.0. */
    private void clients(Map<String, String> figures) throws Exception {
        MQTTStateManager manager = MQTTStateManager.getInstance(server);
        Collection<MQTTSessionState> sessions = manager.getSessionStates().values();
        int connected = manager.getConnectedClients().size();
        long disconnected = sessions.stream().filter(session -> !session.isAttached()).count();
        maximum = Math.max(maximum, connected);
        put(figures, "clients/connected", connected);
        put(figures, "clients/active", connected);
        put(figures, "clients/disconnected", disconnected);
        put(figures, "clients/inactive", disconnected);
        put(figures, "clients/total", connected + disconnected);
        put(figures, "clients/maximum", maximum);
        put(figures, "subscriptions/count",
                sessions.stream().mapToLong(session -> session.getSubscriptions().size()).sum());
    }

    /** Artemis keeps each retained message in a queue of its own. */
    private long retained() {
        return server.getPostOffice().getAllBindings()
                .filter(binding -> binding.getAddress().toString().startsWith(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX))
                .filter(binding -> binding instanceof QueueBinding queue && queue.getQueue().getMessageCount() > 0)
                .count();
    }

    private static void put(Map<String, String> figures, String name, long value) {
        figures.put(name, Long.toString(value));
    }
}
