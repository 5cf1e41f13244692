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

/** What one link needs to know: the options of its endpoint, and what the component adds. */
public final class LinkSettings {

    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration SLOW_DELAY = Duration.ofSeconds(30);

    private final String name;
    private final String clientId;
    private final PahoMqtt5Configuration config;
    private final PacketListener listener;
    private final String birthPayload;
    private final List<String> addresses;
    private int attempts;

    /**
     * The settings of one link.
     *
     * @param listener     sees all packets; null: nobody does
     * @param birthPayload published on the will's topic at each connection; null: nothing is
     */
    public LinkSettings(String name, String clientId, PahoMqtt5Configuration config, PacketListener listener,
            String birthPayload) {
        this.name = name;
        this.clientId = clientId;
        this.config = config;
        this.listener = listener;
        this.birthPayload = birthPayload;
        String urls = config.getServerURIs() == null ? config.getBrokerUrl() : config.getServerURIs();
        this.addresses = Stream.of(urls.split("\\s*,\\s*"))
                .map(url -> url.replaceFirst("^mqtt://", "tcp://").replaceFirst("^mqtts://", "ssl://")).toList();
    }

    /** The route or the topic, for the log. */
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

    /** The broker's address and the user. */
    String who() {
        return address() + (hasUser() ? " as user '" + config.getUserName() + "'" : "");
    }

    /** The user in quotes, or the word for none. */
    String user() {
        return hasUser() ? "user '" + config.getUserName() + "'" : "an anonymous client";
    }

    /** Where to connect next: one address after the other. */
    public String nextAddress() {
        return addresses.get(attempts++ % addresses.size());
    }

    boolean reconnect() {
        return config.isAutomaticReconnect();
    }

    /** Within this a connection must be up: TCP, TLS, WebSocket and CONNACK. */
    public Duration patience() {
        return Duration.ofSeconds(Math.max(1, config.getConnectionTimeout())).plusMillis(500);
    }

    Duration firstDelay() {
        return FIRST_DELAY;
    }

    Duration maxDelay() {
        return Duration.ofMillis(Math.max(FIRST_DELAY.toMillis(), config.getMaxReconnectDelay()));
    }

    Duration slowDelay() {
        return SLOW_DELAY;
    }

    Duration keepAlive() {
        return Duration.ofSeconds(config.getKeepAliveInterval());
    }

    int receiveMaximum() {
        return config.getReceiveMaximum();
    }

    /** Paho's options for one connection; its own reconnecting stays off. */
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
        if (config.getWillTopic() != null && config.getWillPayload() != null) {
            options.setWill(config.getWillTopic(), will());
        }
        return options;
    }

    /** What undoes the will while a connection is up; empty where there is nothing to undo. */
    Optional<MqttMessage> birth() {
        return config.getWillTopic() == null || config.getWillPayload() == null ? Optional.empty()
                 : Optional.ofNullable(birthPayload).map(this::willMessage);
    }

    /** What the broker publishes when a connection is lost. */
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

    private boolean hasUser() {
        return config.getUserName() != null && !config.getUserName().isEmpty();
    }
}
