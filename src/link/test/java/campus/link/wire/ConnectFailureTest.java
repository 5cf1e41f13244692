package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import campus.link.wire.ConnectFailure.Kind;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFailureTest {

    @ParameterizedTest
    @CsvSource({
        "0x86, REFUSED, bad user name or password (0x86)",
        "0x87, REFUSED, not authorized (0x87)",
        "0x8A, REFUSED, banned (0x8A)",
        "0x95, BAD_PACKET, packet too large (0x95)",
        "0x8E, TAKEN_OVER, session taken over by another client with the same identifier (0x8E)",
        "0x80, TRANSIENT, unspecified error (0x80)",
        "0x88, TRANSIENT, server unavailable (0x88)",
        "0x89, TRANSIENT, server busy (0x89)",
        "0x8B, TRANSIENT, server shutting down (0x8B)",
        "0x8D, TRANSIENT, keep alive timeout (0x8D)",
        "0x9F, TRANSIENT, connection rate exceeded (0x9F)",
    })
    void aReasonCodeDecidesWhenToTryAgain(String code, Kind kind, String text) {
        ConnectFailure failure = ReasonCode.failure(Integer.decode(code), null);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.text()).isEqualTo(text);
        assertThat(ConnectFailure.of(new IOException(new ConnectFailure.Raised(failure)))).isEqualTo(failure);
    }

    @Test
    void theBrokersReasonIsShownCleaned() {
        assertThat(ReasonCode.failure(0x87, "no\nentry\u001b[31m").text())
                .isEqualTo("not authorized (0x87), the broker says: no?entry?[31m");
        assertThat(ReasonCode.failure(0x87, "x".repeat(1000)).text()).hasSizeLessThan(300);
    }

    @Test
    void onlyALoginIsToldToCheckUserNameAndPassword() {
        assertThat(IntStream.rangeClosed(0x80, 0xFF).filter(code -> ReasonCode.failure(code, null).remedy()
                .contains("password"))).containsExactly(0x86, 0x87, 0x8C);
    }

    static Stream<Arguments> failures() {
        SSLException expired = new SSLHandshakeException("PKIX path validation failed");
        expired.initCause(new CertificateExpiredException("NotAfter"));
        SSLException early = new SSLHandshakeException("PKIX path validation failed");
        early.initCause(new CertificateNotYetValidException("NotBefore"));
        SSLException ended = new SSLHandshakeException("Remote host terminated the handshake");
        ended.initCause(new EOFException("SSL peer shut down incorrectly"));
        SSLException reset = new SSLException("Connection reset");
        reset.initCause(new SocketException("Connection reset"));
        return Stream.of(
                Arguments.of(ended, Kind.TRANSIENT, "closed the connection during the handshake"),
                Arguments.of(reset, Kind.TRANSIENT, "closed the connection during the handshake"),
                Arguments.of(new ConnectException("Connection refused"), Kind.TRANSIENT,
                        "no server listens there (Connection refused)"),
                Arguments.of(new UnknownHostException("broker.invalid"), Kind.TRANSIENT, "unknown host broker.invalid"),
                Arguments.of(new SocketTimeoutException("connect timed out"), Kind.TRANSIENT, "no answer in time"),
                Arguments.of(new EOFException(), Kind.TRANSIENT, "the broker closed the connection"),
                Arguments.of(new SocketException("Connection reset"), Kind.TRANSIENT,
                        "the broker closed the connection"),
                Arguments.of(new ConnectException("Connection refused: localhost/127.0.0.1:1883"), Kind.TRANSIENT,
                        "no server listens there (Connection refused)"),
                Arguments.of(new IOException(), Kind.TRANSIENT, ""),
                Arguments.of(new WebSocketClientHandshakeException("Invalid handshake response getStatus: 404 Hi\u001b",
                        new DefaultHttpResponse(HttpVersion.HTTP_1_1, new HttpResponseStatus(404, "Hi\u001b"))),
                        Kind.TRANSIENT, "the server answers HTTP, and has no WebSocket for MQTT there: 404 Not Found"),
                Arguments.of(expired, Kind.TLS_FAILED, "expired"),
                Arguments.of(early, Kind.TLS_FAILED, "not valid yet"),
                Arguments.of(new SSLHandshakeException("unable to find valid certification path to requested target"),
                        Kind.TLS_FAILED, "unknown CA"),
                Arguments.of(new SSLHandshakeException("No subject alternative DNS name matching b found."),
                        Kind.TLS_FAILED, "another host name"),
                Arguments.of(new SSLHandshakeException("Received fatal alert: bad_certificate"), Kind.TLS_FAILED,
                        "client certificate"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anExceptionWithinAnotherHasItsWords(Exception exception, Kind kind, String words) {
        ConnectFailure failure = ConnectFailure.of(new CompletionException(exception));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.text()).contains(words).doesNotContain("\n");
    }
}
