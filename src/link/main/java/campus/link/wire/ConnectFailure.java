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
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * Why a connection does not work, in words for the user.
 *
 * @param kind decides when to try again
 * @param text one clause, such as {@code not authorized (0x87)}; it holds no secret
 */
public record ConnectFailure(Kind kind, String text) {

    /** What may help. */
    public enum Kind {
        /** The next attempt may succeed: the network, or a broker that is down or busy. */
        TRANSIENT,
        /** The broker refuses the client or its message: user, password or permission must be changed. */
        REFUSED,
        /** The broker accepts the client and refuses its subscription. */
        SUBSCRIPTION_REFUSED,
        /** The TLS handshake fails, so the broker was not asked: a certificate or a property must be changed. */
        TLS_FAILED,
        /** Another client uses the same client identifier and has taken the session over. */
        TAKEN_OVER
    }

    /** Whether the next attempt may succeed although nothing is changed. */
    public boolean isTransient() {
        return kind == Kind.TRANSIENT;
    }

    /** Whether the broker has answered with a refusal. */
    public boolean refused() {
        return kind == Kind.REFUSED || kind == Kind.SUBSCRIPTION_REFUSED;
    }

    /** The failure that an exception of Paho, of a socket or of TLS stands for; its causes are looked at too. */
    public static ConnectFailure of(Throwable failure) {
        MqttException mqtt = cause(failure, MqttException.class);
        if (mqtt != null && ReasonCode.isFailure(mqtt.getReasonCode()) && mqtt.getReasonCode() <= 0xFF) {
            return ofReasonCode(mqtt.getReasonCode());
        }
        SSLException tls = cause(failure, SSLException.class);
        if (tls != null && (cause(tls, EOFException.class) != null || cause(tls, SocketException.class) != null)) {
            // A broker that is shutting down, or a proxy without a broker: trust was not the cause.
            return new ConnectFailure(Kind.TRANSIENT, "TLS: the broker closed the connection during the handshake");
        }
        if (tls != null) {
            return new ConnectFailure(Kind.TLS_FAILED, tls(tls));
        }
        return new ConnectFailure(Kind.TRANSIENT, network(failure));
    }

    /** The failure that ended a connection, as Paho reports it. */
    public static ConnectFailure of(MqttDisconnectResponse response) {
        if (ReasonCode.isFailure(response.getReturnCode())) {
            return ofReasonCode(response.getReturnCode());
        }
        return of(response.getException() == null ? new EOFException() : response.getException());
    }

    /**
     * The failure that a reason code stands for (MQTT 5 section 2.4).
     *
     * @param code of a CONNACK, SUBACK, PUBACK or DISCONNECT, 0x80 to 0xFF
     */
    public static ConnectFailure ofReasonCode(int code) {
        Kind kind = switch (code) {
            case ReasonCode.SESSION_TAKEN_OVER -> Kind.TAKEN_OVER;
            case ReasonCode.SERVER_UNAVAILABLE, ReasonCode.SERVER_BUSY, ReasonCode.SERVER_SHUTTING_DOWN,
                    ReasonCode.KEEP_ALIVE_TIMEOUT, ReasonCode.UNSPECIFIED_ERROR, ReasonCode.CONNECTION_RATE_EXCEEDED ->
                    Kind.TRANSIENT;
            default -> Kind.REFUSED;
        };
        return new ConnectFailure(kind, ReasonCode.text(code));
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
            return "TLS: the broker's certificate is signed by an unknown CA: name the file of its CA in"
                    + " campus.tls.cafile (--cafile)";
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
            return "no server listens there (" + cause(failure, ConnectException.class).getMessage() + ")";
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

    /** The exception itself, then its cause, and so on. */
    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
