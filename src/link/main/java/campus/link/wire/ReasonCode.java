package campus.link.wire;

/** The reason codes of MQTT 5 (section 2.4) in words. */
public final class ReasonCode {

    static final int UNSPECIFIED_ERROR = 0x80;
    static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;
    static final int SERVER_UNAVAILABLE = 0x88;
    static final int SERVER_BUSY = 0x89;
    static final int SERVER_SHUTTING_DOWN = 0x8B;
    static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    static final int SESSION_TAKEN_OVER = 0x8E;
    static final int CONNECTION_RATE_EXCEEDED = 0x9F;

    private ReasonCode() {
    }

    /** Whether a reason code is a failure: 0x80 or more (MQTT 5 section 2.4). */
    public static boolean isFailure(int code) {
        return code >= UNSPECIFIED_ERROR;
    }

    /**
     * The name and the number of a reason code, such as {@code not authorized (0x87)}.
     *
     * @param code of any packet, 0 to 255; for 0 to 2 in a SUBACK see {@link #ofSuback}, for 0 in a DISCONNECT see
     *             {@link #ofDisconnect}
     */
    public static String text(int code) {
        return name(code) + String.format(" (0x%02X)", code);
    }

    /** As {@link #text}, for a SUBACK: {@code granted QoS 1} if the subscription is granted (MQTT 5 section 3.9.3). */
    public static String ofSuback(int code) {
        return code <= 2 ? "granted QoS " + code : text(code);
    }

    /** As {@link #text}, for a DISCONNECT (MQTT 5 section 3.14.2.1). */
    public static String ofDisconnect(int code) {
        return code == 0 ? "normal disconnection (0x00)" : text(code);
    }

    private static String name(int code) {
        return switch (code) {
            case 0x00 -> "success";
            case 0x04 -> "disconnect with will message";
            case 0x10 -> "no matching subscribers";
            case 0x11 -> "no subscription existed";
            case 0x18 -> "continue authentication";
            case 0x19 -> "re-authenticate";
            case UNSPECIFIED_ERROR -> "unspecified error";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case UNSUPPORTED_PROTOCOL_VERSION -> "unsupported protocol version";
            case 0x85 -> "client identifier not valid";
            case 0x86 -> "bad user name or password";
            case 0x87 -> "not authorized";
            case SERVER_UNAVAILABLE -> "server unavailable";
            case SERVER_BUSY -> "server busy";
            case 0x8A -> "banned";
            case SERVER_SHUTTING_DOWN -> "server shutting down";
            case 0x8C -> "bad authentication method";
            case KEEP_ALIVE_TIMEOUT -> "keep alive timeout";
            case SESSION_TAKEN_OVER -> "session taken over by another client with the same identifier";
            case 0x8F -> "topic filter invalid";
            case 0x90 -> "topic name invalid";
            case 0x91 -> "packet identifier in use";
            case 0x92 -> "packet identifier not found";
            case 0x93 -> "receive maximum exceeded";
            case 0x94 -> "topic alias invalid";
            case 0x95 -> "packet too large";
            case 0x96 -> "message rate too high";
            case 0x97 -> "quota exceeded";
            case 0x98 -> "administrative action";
            case 0x99 -> "payload format invalid";
            case 0x9A -> "retain not supported";
            case 0x9B -> "QoS not supported";
            case 0x9C -> "use another server";
            case 0x9D -> "server moved";
            case 0x9E -> "shared subscriptions not supported";
            case CONNECTION_RATE_EXCEEDED -> "connection rate exceeded";
            case 0xA0 -> "maximum connect time";
            case 0xA1 -> "subscription identifiers not supported";
            case 0xA2 -> "wildcard subscriptions not supported";
            default -> "refused";
        };
    }
}
