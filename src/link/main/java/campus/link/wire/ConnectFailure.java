package campus.link.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * Why a connection does not work, in words for people.
 *
 * @param kind what to do about it
 * @param text one clause, such as {@code connection refused}; names no secret
 */
public record ConnectFailure(Kind kind, String text) {

    /** How to go on. */
    public enum Kind {
        /** May pass by itself: try again soon. */
        PASSING,
        /** Only a person can mend it: try again, slowly. */
        REFUSED,
        /** As {@link #REFUSED}, but only what the connection is for: the broker took the client itself. */
        FORBIDDEN,
        /** The two sides cannot agree on TLS: as {@link #REFUSED}, but the broker was never asked. */
        MISTRUSTED,
        /** Another client uses the same identifier: leave the session to it for a while. */
        TAKEN_OVER
    }

    /** Whether the broker has said no. */
    public boolean refused() {
        return kind == Kind.REFUSED || kind == Kind.FORBIDDEN;
    }

    public static ConnectFailure of(Throwable failure) {
        MqttException mqtt = cause(failure, MqttException.class);
        if (mqtt != null && mqtt.getReasonCode() >= 0x80 && mqtt.getReasonCode() <= 0xFF) {
            return ofReasonCode(mqtt.getReasonCode());
        }
        SSLException tls = cause(failure, SSLException.class);
        if (tls != null && (cause(tls, EOFException.class) != null || cause(tls, SocketException.class) != null)) {
            // A broker that is going down, or a proxy without one behind it: no word was said about trust.
            return new ConnectFailure(Kind.PASSING, "TLS: the broker closed the connection during the handshake");
        }
        if (tls != null) {
            return new ConnectFailure(Kind.MISTRUSTED, tls(tls));
        }
        return new ConnectFailure(Kind.PASSING, network(failure));
    }

    /** For a reason code of a CONNACK, SUBACK, PUBACK or DISCONNECT, 0x80 or more (MQTT 5 section 2.4). */
    public static ConnectFailure ofReasonCode(int code) {
        return switch (code) {
            case MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER -> new ConnectFailure(Kind.TAKEN_OVER, reason(code));
            case MqttReturnCode.RETURN_CODE_SERVER_UNAVAILABLE, MqttReturnCode.RETURN_CODE_SERVER_BUSY,
                    MqttReturnCode.RETURN_CODE_SERVER_SHUTTING_DOWN, MqttReturnCode.RETURN_CODE_KEEP_ALIVE_TIMEOUT,
                    MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR, MqttReturnCode.RETURN_CODE_CONNECTION_RATE_EXCEEDED ->
                    new ConnectFailure(Kind.PASSING, reason(code));
            default -> new ConnectFailure(Kind.REFUSED, reason(code));
        };
    }

    /** The name of a reason code and its number, such as {@code not authorized (0x87)}. */
    public static String reason(int code) {
        String name = switch (code) {
            case 0x00 -> "success";
            case 0x04 -> "disconnect with will message";
            case 0x10 -> "no matching subscribers";
            case 0x11 -> "no subscription existed";
            case 0x80 -> "unspecified error";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "implementation specific error";
            case 0x84 -> "unsupported protocol version";
            case 0x85 -> "client identifier not valid";
            case 0x86 -> "bad user name or password";
            case 0x87 -> "not authorized";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8A -> "banned";
            case 0x8B -> "server shutting down";
            case 0x8D -> "keep alive timeout";
            case 0x8E -> "session taken over by another client with the same identifier";
            case 0x8C -> "bad authentication method";
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
            case 0x9F -> "connection rate exceeded";
            case 0xA0 -> "maximum connect time";
            case 0xA1 -> "subscription identifiers not supported";
            case 0xA2 -> "wildcard subscriptions not supported";
            default -> "refused";
        };
        return name + String.format(" (0x%02X)", code);
    }

    private static String tls(SSLException e) {
        if (cause(e, CertificateExpiredException.class) != null) {
            return "TLS: the broker's certificate has expired";
        }
        if (cause(e, CertificateNotYetValidException.class) != null) {
            return "TLS: the broker's certificate is not valid yet";
        }
        String all = causes(e).map(Throwable::getMessage).reduce("", (a, b) -> a + " " + b);
        if (all.contains("unable to find valid certification path")
                || cause(e, CertPathValidatorException.class) != null) {
            return "TLS: the broker's certificate is signed by an unknown CA: name the file of its CA in campus.tls.cafile"
                    + " (--cafile)";
        }
        if (all.contains("No subject alternative") || all.contains("No name matching")) {
            return "TLS: the broker's certificate is for another host name: connect to a name that stands in it";
        }
        if (all.contains("certificate_required") || all.contains("bad_certificate")
                || all.contains("handshake_failure")) {
            return "TLS: the broker wants a client certificate, or another one: name its files in campus.tls.cert and"
                    + " campus.tls.key (--cert, --key)";
        }
        if (all.contains("Unsupported or unrecognized SSL message")) {
            return "TLS: the broker does not answer in TLS: the port is one without TLS";
        }
        return "TLS: " + e.getMessage();
    }

    private static String network(Throwable failure) {
        if (cause(failure, UnknownHostException.class) != null) {
            return "unknown host " + cause(failure, UnknownHostException.class).getMessage();
        }
        if (cause(failure, ConnectException.class) != null) {
            return "nobody listens there (" + cause(failure, ConnectException.class).getMessage() + ")";
        }
        if (cause(failure, SocketTimeoutException.class) != null) {
            return "no answer in time";
        }
        if (cause(failure, EOFException.class) != null) {
            return "the broker closed the connection";
        }
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        return root instanceof IOException ? String.valueOf(root.getMessage()) : root.toString();
    }

    private static <T extends Throwable> T cause(Throwable e, Class<T> type) {
        return causes(e).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
