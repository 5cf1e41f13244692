package campus.link;

import campus.link.wire.PacketListener;
import campus.link.wire.PacketTap;
import campus.link.wire.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** The settings of one link: the options of its endpoint, and what the component adds. */
public final class LinkSettings {

    /**
     * How long links wait, beside the options of an endpoint.
     *
     * @param retry      before the second attempt to connect; see {@link RetryDelay}
     * @param slowRetry  as above, after a failure that is not transient
     * @param redelivery before a consumer handles a message again whose exchange has failed
     */
    record Delays(Duration retry, Duration slowRetry, Duration redelivery) {

        static final Delays DEFAULT = new Delays(Duration.ofMillis(200), Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    private final String name;
    private final String clientId;
    private final PahoMqtt5Configuration config;
    private final PacketListener listener;
    private final String birthPayload;
    private final Delays delays;
    private final List<String> addresses;
    private int attempts;

    /**
     * The settings of a link.
     *
     * @param name         the id of the route that consumes, or {@code to TOPIC}, for the log
     * @param listener     sees all packets; null for none
     * @param birthPayload published on the topic of the Last Will at each connection; null for none
     */
    LinkSettings(String name, String clientId, PahoMqtt5Configuration config, PacketListener listener,
            String birthPayload, Delays delays) {
        this.name = name;
        this.clientId = clientId;
        this.config = config;
        this.listener = listener;
        this.birthPayload = birthPayload;
        this.delays = delays;
        String urls = config.getServerURIs() == null ? config.getBrokerUrl() : config.getServerURIs();
        this.addresses = Stream.of(urls.split("\\s*,\\s*"))
                .map(url -> url.replaceFirst("^mqtt://", "tcp://").replaceFirst("^mqtts://", "ssl://")).toList();
    }

    /** The settings of a connection that belongs to no route. */
    public LinkSettings(PahoMqtt5Configuration config) {
        this("", "", config, null, null, Delays.DEFAULT);
    }

    String name() {
        return name;
    }

    String clientId() {
        return clientId;
    }

    /** All broker addresses. */
    String address() {
        return String.join(", ", addresses);
    }

    /** All broker addresses and the user, as {@code tcp://host:1883 as user 'ana'}. */
    String addressAndUser() {
        return address() + (hasUser() ? " as user '" + config.getUserName() + "'" : "");
    }

    /** The user in quotes, or the words for none. */
    String user() {
        return hasUser() ? "user '" + config.getUserName() + "'" : "an anonymous client";
    }

    /** The broker address of the next attempt: one after the other, as {@code tcp://host:1883}. */
    public String nextAddress() {
        return addresses.get(attempts++ % addresses.size());
    }

    boolean reconnect() {
        return config.isAutomaticReconnect();
    }

    /** The time limit of an attempt: TCP, TLS, WebSocket and CONNACK. */
    public Duration connectTimeout() {
        return Duration.ofSeconds(Math.max(1, config.getConnectionTimeout())).plusMillis(500);
    }

    RetryDelay retryDelay() {
        return new RetryDelay(delays.retry(), Duration.ofMillis(config.getMaxReconnectDelay()), delays.slowRetry());
    }

    Duration redeliveryDelay() {
        return delays.redelivery();
    }

    Duration keepAlive() {
        return Duration.ofSeconds(config.getKeepAliveInterval());
    }

    /** Paho's options for one connection. Paho's own reconnecting is off. */
    public TransportOptions options() {
        TransportOptions options = new TransportOptions();
        options.tap(listener == null ? null : new PacketTap(name, listener));
        options.setAutomaticReconnect(false);
        options.setCleanStart(config.isCleanStart());
        options.setConnectionTimeout(config.getConnectionTimeout());
        options.setKeepAliveInterval(config.getKeepAliveInterval());
        options.setReceiveMaximum(config.getReceiveMaximum());
        options.setHttpsHostnameVerificationEnabled(config.isHttpsHostnameVerificationEnabled());
        options.setSocketFactory(config.getSocketFactory());
        if (config.getCustomWebSocketHeaders() != null) {
            options.setCustomWebSocketHeaders(config.getCustomWebSocketHeaders());
        }
        if (config.getSessionExpiryInterval() >= 0) {
            options.setSessionExpiryInterval(config.getSessionExpiryInterval());
        }
        if (hasUser()) {
            options.setUserName(config.getUserName());
            if (config.getPassword() != null && !config.getPassword().isEmpty()) {
                options.setPassword(config.getPassword().getBytes(StandardCharsets.UTF_8));
            }
        }
        if (hasWill()) {
            options.setWill(config.getWillTopic(), will());
        }
        return options;
    }

    /** The message that says that the link is connected; empty if there is no birth payload or no Last Will. */
    Optional<MqttMessage> birth() {
        return hasWill() ? Optional.ofNullable(birthPayload).map(this::willMessage) : Optional.empty();
    }

    /** The Last Will, which the broker publishes when the connection is lost (MQTT 5 section 3.1.2.5). */
    MqttMessage will() {
        return willMessage(config.getWillPayload());
    }

    String willTopic() {
        return config.getWillTopic();
    }

    private MqttMessage willMessage(String payload) {
        return new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), config.getWillQos(), config.isWillRetained(),
                config.getWillMqttProperties());
    }

    private boolean hasWill() {
        return config.getWillTopic() != null && config.getWillPayload() != null;
    }

    private boolean hasUser() {
        return config.getUserName() != null && !config.getUserName().isEmpty();
    }
}
