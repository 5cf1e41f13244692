package campus.link.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why a connection does not work, in words for the user.
 *
 * @param kind   decides when to try again
 * @param text   one clause, such as {@code not authorized (0x87)}; it holds no secret, and no address, so that the same
 *               failure has the same text
 * @param remedy what the user may do, one clause; empty if there is nothing to say
 */
public record ConnectFailure(Kind kind, String text, String remedy) {

    /** What may help. */
    public enum Kind {
        /** The next attempt may succeed: the network, or a broker that is down or busy. */
        TRANSIENT,
        /** The broker refuses the client or its message: user, password or permission must be changed. */
        REFUSED,
        /** The broker ends the connection because of a packet: what it holds must be changed. */
        BAD_PACKET,
        /** The broker does not speak MQTT 5, or the server does not speak MQTT. */
        NOT_MQTT_5,
        /** The TLS handshake fails, so the broker was not asked: a certificate or a property must be changed. */
        TLS_FAILED,
        /** Another client uses the same client identifier and has taken the session over. */
        TAKEN_OVER
    }

    /** A {@link ConnectFailure} on its way as an exception. */
    public static final class Raised extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient ConnectFailure failure;

        /** The exception for a failure. */
        public Raised(ConnectFailure failure) {
            super(failure.text());
            this.failure = failure;
        }
    }

    private static final String OTHER_TRANSPORT =
            "the port may be for another transport (tcp://, ssl://, ws:// or wss://)";
    private static final String CLOSED = "the broker closed the connection";

    /** A failure of TLS. @param words a pattern that the exception or one of its causes has */
    private record Known(String words, String text, String remedy) {
    }

    private static final List<Known> TLS = List.of(
            new Known("CertificateExpiredException", "the broker's certificate has expired", ""),
            new Known("CertificateNotYetValidException", "the broker's certificate is not valid yet", ""),
            new Known("unable to find valid certification path|CertPathValidatorException",
                    "the broker's certificate is signed by an unknown CA",
                    "name the file of the CA that signed it in campus.tls.cafile (--cafile)"),
            new Known("No subject alternative|No name matching", "the broker's certificate is for another host name",
                    "connect to a name that stands in it"),
            new Known("certificate_required|bad_certificate|handshake_failure",
                    "the broker wants a client certificate, or another one",
                    "name its files in campus.tls.cert and campus.tls.key (--cert, --key)"),
            new Known("Unsupported or unrecognized SSL message|not an SSL/TLS record",
                    "the broker does not answer in TLS", "the port is one without TLS"));

    /** A failure whose text says it all. */
    public ConnectFailure(Kind kind, String text) {
        this(kind, text, "");
    }

    /** Whether the next attempt may succeed although nothing is changed. */
    public boolean isTransient() {
        return kind == Kind.TRANSIENT;
    }

    /** Whether the broker has answered with a refusal. */
    public boolean refused() {
        return kind != Kind.TRANSIENT && kind != Kind.TLS_FAILED;
    }

    /** The text, and the remedy if there is one. */
    public String withRemedy() {
        return remedy.isEmpty() ? text : text + ": " + remedy;
    }

    /** The failure of a step for which there was no answer in time. */
    public static ConnectFailure timeout() {
        return new ConnectFailure(Kind.TRANSIENT, "no answer in time");
    }

    /** The failure of a packet that cannot be decoded, or must not come. */
    public static ConnectFailure malformed(String why) {
        return new ConnectFailure(Kind.TRANSIENT, "the broker has sent a malformed packet (" + why + ")");
    }

    /** The failure that an exception of the network, of TLS or of the codec stands for, or one of its causes. */
    public static ConnectFailure of(Throwable failure) {
        Raised raised = cause(failure, Raised.class);
        if (raised != null) {
            return raised.failure;
        }
        WebSocketClientHandshakeException http = cause(failure, WebSocketClientHandshakeException.class);
        if (http != null && http.response() != null) {
            int status = http.response().status().code();
            // From 500 on it is a server that cannot answer now, such as a proxy without its broker.
            return new ConnectFailure(Kind.TRANSIENT, "the server answers HTTP, and has no WebSocket for MQTT there: "
                    + HttpResponseStatus.valueOf(status), status < 500 ? "correct the path or the port" : "");
        }
        SSLException tls = cause(failure, SSLException.class);
        if (tls != null && (causes(tls).anyMatch(ConnectFailure::isEnd) || allText(tls).contains("closed"))) {
            // A broker that is shutting down, or a proxy without a broker: trust was not the cause.
            return new ConnectFailure(Kind.TRANSIENT, "TLS: the broker closed the connection during the handshake",
                    OTHER_TRANSPORT);
        }
        return tls == null ? new ConnectFailure(Kind.TRANSIENT, network(failure)) : tls(tls);
    }

    private static boolean isEnd(Throwable e) {
        return e instanceof EOFException || e instanceof ClosedChannelException
                || e instanceof IOException && String.valueOf(e.getMessage()).contains("reset");
    }

    /**
     * The failure of a connection that ended before the broker had answered its CONNECT.
     *
     * @param transport what was tried, such as {@code plain TCP}
     */
    public ConnectFailure beforeAnswer(String transport) {
        return text.equals(CLOSED)
                ? new ConnectFailure(kind, "the broker closed the connection before it answered, over " + transport,
                        OTHER_TRANSPORT)
                : this;
    }

    /** The failure of a connection that ends again and again soon after the broker has accepted it. */
    public ConnectFailure again() {
        return text.equals(CLOSED) ? new ConnectFailure(kind, text + " again and again",
                "another client may have the same identifier (-i, campus.client-id), or this one may not publish what"
                        + " it does") : this;
    }

    private static ConnectFailure tls(SSLException e) {
        String all = allText(e);
        return TLS.stream().filter(known -> Pattern.compile(known.words()).matcher(all).find()).findFirst()
                .map(known -> new ConnectFailure(Kind.TLS_FAILED, "TLS: " + known.text(), known.remedy()))
                .orElseGet(() -> new ConnectFailure(Kind.TLS_FAILED, "TLS: " + e.getMessage()));
    }

    private static String network(Throwable failure) {
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        if (cause(failure, UnknownHostException.class) != null) {
            return "unknown host " + cause(failure, UnknownHostException.class).getMessage().replaceFirst(":.*", "");
        }
        if (cause(failure, SocketTimeoutException.class) != null || cause(failure, TimeoutException.class) != null
                || allText(failure).contains("timed out")) {
            return "no answer in time";
        }
        if (cause(failure, NoRouteToHostException.class) != null) {
            return "no route to the host";
        }
        if (cause(failure, ConnectException.class) != null) {
            return "no server listens there (" + reason(root) + ")";
        }
        if (causes(failure).anyMatch(ConnectFailure::isEnd) || allText(failure).contains("Broken pipe")) {
            return CLOSED;
        }
        return root instanceof IOException ? reason(root) : root.toString();
    }

    /** The message without the address that Netty appends: {@code Connection refused}. */
    private static String reason(Throwable root) {
        return String.valueOf(root.getMessage()).replaceFirst(": [^ ]*/[^ ]*$", "");
    }

    /** The types and messages of all. */
    private static String allText(Throwable e) {
        return causes(e).map(Throwable::toString).reduce("", (a, b) -> a + " " + b);
    }

    private static <T extends Throwable> T cause(Throwable e, Class<T> type) {
        return causes(e).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }

    /** The exception itself, then its cause, and so on. */
    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
