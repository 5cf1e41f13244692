package campus.testkit.peer;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How the {@link ScriptedPeer} behaves, on all connections or on one, where it shall differ from a friendly broker.
 * What is set for one connection hides the same setting for all. Every setting may be changed at any time and counts
 * from then on.
 */
public final class ScriptedPeerScript {

    private static final String ANY = "";

    /** How a connection ends. */
    enum Ending {
        /** FIN, as an orderly server closes. */
        CLOSE,
        /** RST, as a router that has forgotten the connection answers. */
        CUT
    }

    private final ScriptedPeerScript forAll;
    private final Object lock;
    private final Map<MqttPropertyType, Integer> connAckProperties = new EnumMap<>(MqttPropertyType.class);
    private final Map<MqttMessageType, Ending> endings = new EnumMap<>(MqttMessageType.class);
    private final Map<MqttMessageType, Map<String, Integer>> codes = new EnumMap<>(MqttMessageType.class);
    private Ending onAccept;
    private Integer connAckCode;
    private Boolean sessionPresent;
    private String reason;
    private Set<MqttMessageType> withheld;
    private Boolean holdDeliveries;

    ScriptedPeerScript(ScriptedPeerScript forAll, Object lock) {
        this.forAll = forAll;
        this.lock = lock;
    }

    /** Forgets all that was set here. */
    public ScriptedPeerScript reset() {
        return set(() -> {
            connAckProperties.clear();
            endings.clear();
            codes.clear();
            onAccept = null;
            connAckCode = null;
            sessionPresent = null;
            reason = null;
            withheld = null;
            holdDeliveries = null;
        });
    }

    /** Closes at once what was accepted, as a load balancer without a server behind it does. */
    public ScriptedPeerScript closeOnAccept() {
        return set(() -> onAccept = Ending.CLOSE);
    }

    /** Sends FIN instead of an answer to the first packet of this type. */
    public ScriptedPeerScript closeAfter(MqttMessageType received) {
        return set(() -> endings.put(received, Ending.CLOSE));
    }

    /** Sends RST instead of an answer to the first packet of this type. */
    public ScriptedPeerScript cutAfter(MqttMessageType received) {
        return set(() -> endings.put(received, Ending.CUT));
    }

    /** Reads and never answers, as a suspended server seems to. */
    public ScriptedPeerScript mute() {
        return set(() -> withheld = EnumSet.allOf(MqttMessageType.class));
    }

    /** Keeps back the answers to packets of these types, until they are released on the connection. */
    public ScriptedPeerScript withhold(MqttMessageType... received) {
        return set(() -> {
            withheld = EnumSet.noneOf(MqttMessageType.class);
            withheld.addAll(List.of(received));
        });
    }

    /** Answers everything that comes from now on; undoes {@link #mute()} and {@link #withhold}. */
    public ScriptedPeerScript answer() {
        return withhold();
    }

    /** Sends nothing of a session until it is released on the connection, as a slow broker does after a restart. */
    public ScriptedPeerScript holdDeliveries() {
        return set(() -> holdDeliveries = true);
    }

    public ScriptedPeerScript receiveMaximum(int messages) {
        return connAck(MqttPropertyType.RECEIVE_MAXIMUM, messages);
    }

    public ScriptedPeerScript topicAliasMaximum(int aliases) {
        return connAck(MqttPropertyType.TOPIC_ALIAS_MAXIMUM, aliases);
    }

    public ScriptedPeerScript serverKeepAlive(int seconds) {
        return connAck(MqttPropertyType.SERVER_KEEP_ALIVE, seconds);
    }

    public ScriptedPeerScript maximumPacketSize(int bytes) {
        return connAck(MqttPropertyType.MAXIMUM_PACKET_SIZE, bytes);
    }

    /** Adds a numeric property to the CONNACK. */
    public ScriptedPeerScript connAck(MqttPropertyType property, int value) {
        return set(() -> connAckProperties.put(property, value));
    }

    /** Answers CONNECT with this reason code, and closes where it refuses (0x80 and above). */
    public ScriptedPeerScript connAck(int reasonCode) {
        return set(() -> connAckCode = reasonCode);
    }

    /** Says so in the CONNACK, whatever is true. */
    public ScriptedPeerScript sessionPresent(boolean present) {
        return set(() -> sessionPresent = present);
    }

    /** Answers every SUBSCRIBE with this reason code. */
    public ScriptedPeerScript subAck(int reasonCode) {
        return subAck(ANY, reasonCode);
    }

    /** Answers a SUBSCRIBE to this filter with this reason code. */
    public ScriptedPeerScript subAck(String filter, int reasonCode) {
        return code(MqttMessageType.SUBACK, filter, reasonCode);
    }

    /** Answers every PUBLISH with QoS 1 with this reason code. */
    public ScriptedPeerScript pubAck(int reasonCode) {
        return pubAck(ANY, reasonCode);
    }

    /** Answers a PUBLISH with QoS 1 to this topic with this reason code. */
    public ScriptedPeerScript pubAck(String topic, int reasonCode) {
        return code(MqttMessageType.PUBACK, topic, reasonCode);
    }

    /** Answers every PUBLISH with QoS 2 with this reason code. */
    public ScriptedPeerScript pubRec(int reasonCode) {
        return pubRec(ANY, reasonCode);
    }

    /** Answers a PUBLISH with QoS 2 to this topic with this reason code. */
    public ScriptedPeerScript pubRec(String topic, int reasonCode) {
        return code(MqttMessageType.PUBREC, topic, reasonCode);
    }

    /** Gives this text as the Reason String with every reason code that refuses. */
    public ScriptedPeerScript reason(String text) {
        return set(() -> reason = text);
    }

    Ending onAccept() {
        return effective(script -> script.onAccept, null);
    }

    Ending endingAfter(MqttMessageType received) {
        return effective(script -> script.endings.get(received), null);
    }

    boolean withholds(MqttMessageType received) {
        return effective(script -> script.withheld, Set.<MqttMessageType>of()).contains(received);
    }

    boolean holdsDeliveries() {
        return effective(script -> script.holdDeliveries, false);
    }

    int connAckCode() {
        return effective(script -> script.connAckCode, 0);
    }

    boolean claimsSession(boolean truth) {
        return effective(script -> script.sessionPresent, truth);
    }

    /** The value of a property in the CONNACK, or what its absence means. */
    int announced(MqttPropertyType property, int absent) {
        return effective(script -> script.connAckProperties.get(property), absent);
    }

    MqttProperties connAckProperties() {
        MqttProperties properties = new MqttProperties();
        for (MqttPropertyType type : MqttPropertyType.values()) {
            Integer value = effective(script -> script.connAckProperties.get(type), null);
            if (value != null) {
                properties.add(new MqttProperties.IntegerProperty(type.value(), value));
            }
        }
        if (!reason(connAckCode()).isEmpty()) {
            ScriptedPeerAnswers.reason(reason(connAckCode())).listAll().forEach(properties::add);
        }
        return properties;
    }

    /** The reason code for an answer of this type about a topic or a filter. */
    int codeFor(MqttMessageType answer, String topic, int friendly) {
        return effective(script -> {
            Map<String, Integer> own = script.codes.getOrDefault(answer, Map.of());
            return own.getOrDefault(topic, own.get(ANY));
        }, friendly);
    }

    /** The Reason String that goes with a reason code, or an empty one. */
    String reason(int reasonCode) {
        return reasonCode < 0x80 ? "" : effective(script -> script.reason, "");
    }

    private ScriptedPeerScript code(MqttMessageType answer, String topic, int reasonCode) {
        return set(() -> codes.computeIfAbsent(answer, type -> new HashMap<>()).put(topic, reasonCode));
    }

    private <T> T effective(Function<ScriptedPeerScript, T> setting, T otherwise) {
        T own = setting.apply(this);
        if (own != null) {
            return own;
        }
        return forAll == null ? otherwise : forAll.effective(setting, otherwise);
    }

    private ScriptedPeerScript set(Runnable change) {
        synchronized (lock) {
            change.run();
        }
        return this;
    }
}
