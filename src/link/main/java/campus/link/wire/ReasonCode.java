package campus.link.wire;

import campus.link.wire.ConnectFailure.Kind;
import java.util.Arrays;

/** The reason codes of MQTT 5 (section 2.4): each with its words, what may help, and a remedy for its user. */
public enum ReasonCode {

    SUCCESS(0x00, "success"),
    DISCONNECT_WITH_WILL(0x04, "disconnect with will message"),
    NO_MATCHING_SUBSCRIBERS(0x10, "no matching subscribers"),
    NO_SUBSCRIPTION_EXISTED(0x11, "no subscription existed"),
    CONTINUE_AUTHENTICATION(0x18, "continue authentication"),
    REAUTHENTICATE(0x19, "re-authenticate"),
    UNSPECIFIED_ERROR(0x80, "unspecified error", Kind.TRANSIENT, "the broker's log may say more"),
    MALFORMED_PACKET(0x81, "malformed packet", Kind.BAD_PACKET, "the broker's log may say more"),
    PROTOCOL_ERROR(0x82, "protocol error", Kind.BAD_PACKET,
            "the broker's log may say more; a topic may have more levels than it allows"),
    IMPLEMENTATION_ERROR(0x83, "implementation specific error", "the broker's log may say more"),
    UNSUPPORTED_VERSION(0x84, "unsupported protocol version", "use a broker that speaks MQTT 5"),
    CLIENT_IDENTIFIER_NOT_VALID(0x85, "client identifier not valid",
            "use another client identifier: letters and digits, 23 at most, suit every broker"),
    BAD_USER_NAME_OR_PASSWORD(0x86, "bad user name or password", "check user name and password"),
    NOT_AUTHORIZED(0x87, "not authorized", "check user name and password, and the permissions of this user"),
    SERVER_UNAVAILABLE(0x88, "server unavailable", Kind.TRANSIENT, ""),
    SERVER_BUSY(0x89, "server busy", Kind.TRANSIENT, ""),
    BANNED(0x8A, "banned", "ask the administrator of the broker"),
    SERVER_SHUTTING_DOWN(0x8B, "server shutting down", Kind.TRANSIENT, ""),
    BAD_AUTHENTICATION_METHOD(0x8C, "bad authentication method",
            "use a broker, or a listener of it, that takes user name and password"),
    KEEP_ALIVE_TIMEOUT(0x8D, "keep alive timeout", Kind.TRANSIENT, ""),
    SESSION_TAKEN_OVER(0x8E, "session taken over by another client with the same identifier", Kind.TAKEN_OVER,
            "give each client an identifier of its own (-i, campus.client-id)"),
    TOPIC_FILTER_INVALID(0x8F, "topic filter invalid", "correct the topic filter"),
    TOPIC_NAME_INVALID(0x90, "topic name invalid", Kind.BAD_PACKET, "correct the topic"),
    PACKET_IDENTIFIER_IN_USE(0x91, "packet identifier in use", "the broker's log may say more"),
    PACKET_IDENTIFIER_NOT_FOUND(0x92, "packet identifier not found", "the broker's log may say more"),
    RECEIVE_MAXIMUM_EXCEEDED(0x93, "receive maximum exceeded", "the broker's log may say more"),
    TOPIC_ALIAS_INVALID(0x94, "topic alias invalid", Kind.BAD_PACKET, "the broker's log may say more"),
    PACKET_TOO_LARGE(0x95, "packet too large", Kind.BAD_PACKET, "send less, or raise the broker's limit"),
    MESSAGE_RATE_TOO_HIGH(0x96, "message rate too high", "send more slowly"),
    QUOTA_EXCEEDED(0x97, "quota exceeded", "the broker has reached one of its limits: raise it there"),
    ADMINISTRATIVE_ACTION(0x98, "administrative action", "ask the administrator of the broker"),
    PAYLOAD_FORMAT_INVALID(0x99, "payload format invalid", Kind.BAD_PACKET,
            "the payload is not what its properties say"),
    RETAIN_NOT_SUPPORTED(0x9A, "retain not supported", Kind.BAD_PACKET,
            "publish without retain, or use another broker"),
    QOS_NOT_SUPPORTED(0x9B, "QoS not supported", Kind.BAD_PACKET, "use a lower QoS, or another broker"),
    USE_ANOTHER_SERVER(0x9C, "use another server", "name the other broker in the address"),
    SERVER_MOVED(0x9D, "server moved", "name the new broker in the address"),
    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED(0x9E, "shared subscriptions not supported",
            "subscribe without $share/, or use another broker"),
    CONNECTION_RATE_EXCEEDED(0x9F, "connection rate exceeded", Kind.TRANSIENT, ""),
    MAXIMUM_CONNECT_TIME(0xA0, "maximum connect time", Kind.TRANSIENT, ""),
    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED(0xA1, "subscription identifiers not supported", "use another broker"),
    WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED(0xA2, "wildcard subscriptions not supported",
            "subscribe without + and #, or use another broker");

    private static final int FIRST_FAILURE = 0x80;

    private final int code;
    private final String words;
    private final Kind kind;
    private final String remedy;

    ReasonCode(int code, String words) {
        this(code, words, Kind.TRANSIENT, "");
    }

    ReasonCode(int code, String words, String remedy) {
        this(code, words, Kind.REFUSED, remedy);
    }

    ReasonCode(int code, String words, Kind kind, String remedy) {
        this.code = code;
        this.words = words;
        this.kind = kind;
        this.remedy = remedy;
    }

    private static ReasonCode of(int code) {
        return Arrays.stream(values()).filter(reason -> reason.is(code)).findFirst().orElse(null);
    }

    /** Whether a reason code is a failure: 0x80 or more (MQTT 5 section 2.4). */
    public static boolean isFailure(int code) {
        return code >= FIRST_FAILURE;
    }

    /** Whether a CONNACK refuses the Last Will: the broker keeps no retained messages, or not this QoS. */
    public static boolean isAboutWill(int code) {
        return RETAIN_NOT_SUPPORTED.is(code) || QOS_NOT_SUPPORTED.is(code);
    }

    /** Whether a reason code is this one. */
    public boolean is(int other) {
        return code == other;
    }

    /**
     * The name and the number of a reason code, such as {@code not authorized (0x87)}.
     *
     * @param code 0 to 255; 0 is success in most packets, and 0 to 2 are the granted QoS in a SUBACK
     */
    public static String text(int code) {
        ReasonCode reason = of(code);
        return (reason == null ? "refused" : reason.words) + String.format(" (0x%02X)", code);
    }

    /**
     * The failure that a reason code stands for.
     *
     * @param code         of a CONNACK, SUBACK, PUBACK, PUBREC or DISCONNECT
     * @param reasonString the broker's Reason String (MQTT 5 section 3.2.2.3.9); null if there is none
     */
    public static ConnectFailure failure(int code, String reasonString) {
        ReasonCode reason = of(code);
        String own = reasonString == null || reasonString.isBlank() ? "" : ", the broker says: " + clean(reasonString);
        if (code == 0) {
            return new ConnectFailure(Kind.TRANSIENT, "the broker closed the connection" + own, "");
        }
        return new ConnectFailure(reason == null ? Kind.REFUSED : reason.kind, text(code) + own,
                reason == null ? "" : reason.remedy);
    }

    private static String clean(String text) {
        String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?").strip();
        return line.length() > 200 ? line.substring(0, 200) + "..." : line;
    }
}
