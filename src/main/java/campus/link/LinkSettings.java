package campus.link;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** What one link needs to know: the options of its endpoint, and what the component adds. */
final class LinkSettings {

    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration SLOW_DELAY = Duration.ofSeconds(30);

    private final String name;
    private final String clientId;
    private final PahoMqtt5Configuration config;
    private final PacketListener listener;
    private final List<String> addresses;
    private int attempts;

    /** @param listener sees all packets; null: nobody does */
    LinkSettings(String name, String clientId, PahoMqtt5Configuration config, PacketListener listener) {
        this.name = name;
        this.clientId = clientId;
        this.config = config;
        this.listener = listener;
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
    String nextAddress() {
        return addresses.get(attempts++ % addresses.size());
    }

    boolean reconnect() {
        return config.isAutomaticReconnect();
    }

    /** Within this a connection must be up: TCP, TLS, WebSocket and CONNACK. */
    Duration patience() {
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
    LinkOptions options() {
        LinkOptions options = new LinkOptions();
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
            options.setWill(config.getWillTopic(), new MqttMessage(
                    config.getWillPayload().getBytes(StandardCharsets.UTF_8), config.getWillQos(),
                    config.isWillRetained(), config.getWillMqttProperties()));
        }
        return options;
    }

    private boolean hasUser() {
        return config.getUserName() != null && !config.getUserName().isEmpty();
    }
}
