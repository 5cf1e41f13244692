package campus.testkit.peer;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the {@link ScriptedPeer} differs from a friendly broker, on all connections or on one. A setting for one
 * connection hides the same setting for all. Each may be changed at any time, and counts from then on.
 */
public final class ScriptedPeerScript {

    static final String CLOSE_ON_ACCEPT = "close on accept";
    static final String WITHHELD = "withheld";
    static final String SESSION_PRESENT = "session present";
    private static final String ANY_TOPIC = "";

    /**
     * How a connection ends.
     *
     * @param cut    RST, as of a router that forgot it; else FIN, as of an orderly server
     * @param code   of a DISCONNECT before the end; -1 for none
     * @param reason the Reason String of the DISCONNECT; empty for none
     */
    record Ending(boolean cut, int code, String reason) {

        static final Ending CLOSE = new Ending(false, -1, "");
        static final Ending CUT = new Ending(true, -1, "");
    }

    private final ScriptedPeerScript forAll;
    private final Map<Object, Object> settings = new ConcurrentHashMap<>();

    /** @param forAll has the settings that are missing here; null if there is no such script */
    ScriptedPeerScript(ScriptedPeerScript forAll) {
        this.forAll = forAll;
    }

    /** Forgets all that was set here. */
    public ScriptedPeerScript reset() {
        settings.clear();
        return this;
    }

    /** Closes a connection as soon as it is accepted, as a load balancer without a server behind it does. */
    public ScriptedPeerScript closeOnAccept() {
        return set(CLOSE_ON_ACCEPT, true);
    }

    /** Sends FIN instead of an answer to the first packet of this type. */
    public ScriptedPeerScript closeAfter(MqttMessageType received) {
        return set(received, Ending.CLOSE);
    }

    /** Sends RST instead of an answer to the first packet of this type. */
    public ScriptedPeerScript cutAfter(MqttMessageType received) {
        return set(received, Ending.CUT);
    }

    /** Sends DISCONNECT, with a Reason String, instead of an answer to the first packet of this type. */
    public ScriptedPeerScript disconnectAfter(MqttMessageType received, int reasonCode, String reason) {
        return set(received, new Ending(false, reasonCode, reason));
    }

    /** Reads and never answers, as a suspended server. */
    public ScriptedPeerScript mute() {
        return withhold(MqttMessageType.values());
    }

    /** Never answers packets of these types; none: answers all that comes from now on. */
    public ScriptedPeerScript withhold(MqttMessageType... received) {
        return set(WITHHELD, Set.of(received));
    }

    /** Announces a number in the CONNACK, such as how many messages the client may have unacknowledged. */
    public ScriptedPeerScript connAck(MqttPropertyType property, int value) {
        return set(property, value);
    }

    /** Answers CONNECT with this reason code, and then closes if it refuses (0x80 and above). */
    public ScriptedPeerScript connAck(int reasonCode) {
        return set(MqttMessageType.CONNACK + ANY_TOPIC, reasonCode);
    }

    /** Sets the flag Session Present of the CONNACK, whatever is true. */
    public ScriptedPeerScript sessionPresent(boolean present) {
        return set(SESSION_PRESENT, present);
    }

    /** Answers each SUBSCRIBE with this reason code. */
    public ScriptedPeerScript subAck(int reasonCode) {
        return subAck(ANY_TOPIC, reasonCode);
    }

    /** Answers a SUBSCRIBE to this topic filter with this reason code. */
    public ScriptedPeerScript subAck(String filter, int reasonCode) {
        return set(MqttMessageType.SUBACK + filter, reasonCode);
    }

    /** Answers each PUBLISH with QoS 1 with this reason code. */
    public ScriptedPeerScript pubAck(int reasonCode) {
        return pubAck(ANY_TOPIC, reasonCode);
    }

    /** Answers a PUBLISH with QoS 1 to this topic with this reason code. */
    public ScriptedPeerScript pubAck(String topic, int reasonCode) {
        return set(MqttMessageType.PUBACK + topic, reasonCode);
    }

    /** Answers each PUBLISH with QoS 2 with this reason code. */
    public ScriptedPeerScript pubRec(int reasonCode) {
        return set(MqttMessageType.PUBREC + ANY_TOPIC, reasonCode);
    }

    /** A setting here or for all connections, by its constant, the type of a packet or a property of the CONNACK. */
    @SuppressWarnings("unchecked")
    <T> T get(Object key, T absent) {
        Object own = settings.get(key);
        if (own != null) {
            return (T) own;
        }
        return forAll == null ? absent : forAll.get(key, absent);
    }

    /** The reason code for an answer of this type about a topic or a topic filter. */
    int codeFor(MqttMessageType answer, String topic, int friendly) {
        return get(answer + topic, get(answer + ANY_TOPIC, friendly));
    }

    MqttProperties connAckProperties() {
        MqttProperties properties = new MqttProperties();
        for (MqttPropertyType type : MqttPropertyType.values()) {
            Integer value = get(type, null);
            if (value != null) {
                properties.add(new IntegerProperty(type.value(), value));
            }
        }
        return properties;
    }

    private ScriptedPeerScript set(Object key, Object value) {
        settings.put(key, value);
        return this;
    }
}
