package campus.link;

import campus.link.timing.RetryDelay;
import campus.link.wire.Address;
import campus.link.wire.ConnectPacket;
import campus.link.wire.PacketListener;
import campus.link.wire.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * The settings of one link: the options of its endpoint, and what the component adds.
 *
 * @param name      the id of the route that consumes, or {@code to TOPIC}, for the log
 * @param clientId  that of the options, or a random one
 * @param addresses those of the broker, in the order in which they are tried
 */
public record LinkSettings(String name, String clientId, PahoMqtt5Configuration config, Extras extras,
        List<Address> addresses) {

    /**
     * How long links wait, beside the options of an endpoint.
     *
     * @param retry      before the second attempt to connect; see {@link RetryDelay}
     * @param slowRetry  as above, after a failure that is not transient
     * @param redelivery before a consumer handles a message again whose exchange has failed
     */
    public record Delays(Duration retry, Duration slowRetry, Duration redelivery) {

        /** Those of a program. */
        public static final Delays DEFAULT = new Delays(Duration.ofMillis(200), Duration.ofSeconds(30),
                Duration.ofSeconds(1));
    }

    /** When a link ends because it cannot connect. */
    public enum Retry {
        /** Never. */
        ALWAYS,
        /** If its first attempt fails, or the broker refuses it later. */
        AFTER_CONNECT,
        /** At the first failure. */
        NEVER
    }

    /**
     * What the component adds to the options of an endpoint.
     *
     * @param listener      sees all packets; null for none
     * @param birthPayload  published on the topic of the Last Will at each connection; null for none
     * @param queue         how many messages may wait to be published
     * @param maxInflight   how many messages may be in flight; the Receive Maximum of the broker may be less
     * @param retry         when a link ends
     * @param resumeSeconds how long the broker keeps a session that the options do not ask for, between two connections
     *                      of the same link
     * @param delays        how long the link waits
     */
    public record Extras(PacketListener listener, String birthPayload, int queue, int maxInflight, Retry retry,
            long resumeSeconds, Delays delays) {

        /** Those without properties and beans. */
        public static final Extras DEFAULT = new Extras(null, null, 1000, 500, Retry.ALWAYS, 0, Delays.DEFAULT);
    }

    private static final int RANDOM_ID = 22;
    private static final long QOS_2_RESUME_SECONDS = 60;

    /**
     * The settings of a link.
     *
     * @throws IllegalArgumentException if an address cannot be used
     */
    public LinkSettings(String name, PahoMqtt5Configuration config, Extras extras) {
        this(name, config.getClientId() == null ? randomClientId() : config.getClientId(), config, extras,
                Address.list(config.getServerURIs() == null ? config.getBrokerUrl() : config.getServerURIs()));
    }

    /** The settings of a connection that belongs to no route. */
    public LinkSettings(PahoMqtt5Configuration config) {
        this("", config, Extras.DEFAULT);
    }

    /** A client identifier of 22 random letters and digits, which every broker accepts (MQTT 5 section 3.1.3.1). */
    public static String randomClientId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_ID);
    }

    /** What the links of one connection have in common. */
    public List<String> key() {
        return List.of(clientId, userName(), address());
    }

    /** All broker addresses, as text. */
    public String address() {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    /** All broker addresses and the user, as {@code tcp://host:1883 as user 'ana'}. */
    String addressAndUser() {
        return address() + asUser();
    }

    /** The user, as {@code as user 'ana'}; empty if there is none. */
    String asUser() {
        return userName().isEmpty() ? "" : " as user '" + userName() + "'";
    }

    /** The user in quotes, or the words for none. */
    String user() {
        return userName().isEmpty() ? "an anonymous client" : "user '" + userName() + "'";
    }

    private String userName() {
        return given(config.getUserName()).or(() -> addresses.get(0).user()).orElse("");
    }

    private String password() {
        return given(config.getPassword())
                .or(() -> given(config.getUserName()).isPresent() ? Optional.empty() : addresses.get(0).password())
                .orElse("");
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    /** When a link ends. */
    public Retry retry() {
        return config.isAutomaticReconnect() ? extras.retry() : Retry.NEVER;
    }

    int queue() {
        return extras.queue();
    }

    /** The time limit of an attempt: TCP, TLS, WebSocket and CONNACK. */
    public Duration connectTimeout() {
        return Duration.ofSeconds(Math.max(1, config.getConnectionTimeout())).plusMillis(500);
    }

    RetryDelay retryDelay() {
        return new RetryDelay(extras.delays().retry(), Duration.ofMillis(config.getMaxReconnectDelay()),
                extras.delays().slowRetry());
    }

    /** How long a consumer waits before it handles a message again. */
    public Duration redeliveryDelay() {
        return extras.delays().redelivery();
    }

    /** Whether the session is kept after the link has stopped. */
    public boolean isDurable() {
        return config.getSessionExpiryInterval() > 0;
    }

    /** Whether the DISCONNECT ends a session that the broker would keep for a while (MQTT 5 section 3.14.2.2.2). */
    boolean endsSession() {
        return !isDurable() && sessionExpiry() > 0;
    }

    private long sessionExpiry() {
        long resume = config.getQos() == 2 ? Math.max(QOS_2_RESUME_SECONDS, extras.resumeSeconds())
                : extras.resumeSeconds();
        return isDurable() ? config.getSessionExpiryInterval() : resume;
    }

    /** How connections are made. */
    public TransportOptions transport() {
        Map<String, String> headers = config.getCustomWebSocketHeaders();
        return new TransportOptions(config.getSocketFactory(), config.isHttpsHostnameVerificationEnabled(),
                config.getSslHostnameVerifier(), headers == null ? Map.of() : headers, extras.listener());
    }

    /**
     * What the CONNECT says.
     *
     * @param again whether this link was connected before, and goes on with its session
     */
    public ConnectPacket connect(boolean again) {
        boolean resume = again && sessionExpiry() > 0;
        return new ConnectPacket(clientId, userName(), password(), config.isCleanStart() && !resume, sessionExpiry(),
                config.getKeepAliveInterval(), config.getReceiveMaximum(), config.getWillTopic(),
                hasWill() ? will() : null);
    }

    /** The message that says that the link is connected; empty if there is no birth payload or no Last Will. */
    public Optional<MqttMessage> birth() {
        return hasWill() ? Optional.ofNullable(extras.birthPayload()).map(this::willMessage) : Optional.empty();
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
}
