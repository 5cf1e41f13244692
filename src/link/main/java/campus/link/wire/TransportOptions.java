package campus.link.wire;

import campus.link.tls.ContextSocketFactory;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;

/**
 * How a connection is made, beside its address.
 *
 * @param sockets          makes the sockets: all of them, or those for TLS; null for the trust of the Java platform
 * @param verifyHostName   whether the certificate must be for the host name
 * @param hostNameVerifier a further check of the host name; null for none
 * @param webSocketHeaders further headers of the WebSocket handshake
 * @param listener         sees all packets; null for none
 */
public record TransportOptions(SocketFactory sockets, boolean verifyHostName, HostnameVerifier hostNameVerifier,
        Map<String, String> webSocketHeaders, PacketListener listener) {

    /** A new channel that is not connected: one of Netty unless the application makes the socket of this address. */
    Channel channel(Address address) {
        return sockets == null || sockets instanceof ContextSocketFactory
                || sockets instanceof SSLSocketFactory && !address.isTls()
                ? new NioSocketChannel() : new BlockingChannel(address, this);
    }

    /** Begins the TLS handshake on a connected channel; the future gets its end. */
    void secure(Channel channel, Address address, CompletableFuture<Optional<SSLSession>> secured) throws IOException {
        if (channel instanceof BlockingChannel own && sockets instanceof SSLSocketFactory) {
            verify(own.session(), address, secured);
            return;
        }
        SSLEngine engine = context().createSSLEngine(address.host(), address.port());
        engine.setUseClientMode(true);
        engine.setSSLParameters(verifying(engine.getSSLParameters()));
        SslHandler tls = new SslHandler(engine);
        // Whoever waits for the step has a time limit.
        tls.setHandshakeTimeoutMillis(0);
        channel.pipeline().addFirst(tls);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                verify(engine.getSession(), address, secured);
            } else {
                secured.completeExceptionally(done.cause());
            }
        });
    }

    private void verify(SSLSession session, Address address, CompletableFuture<Optional<SSLSession>> secured) {
        if (hostNameVerifier == null || hostNameVerifier.verify(address.host(), session)) {
            secured.complete(Optional.of(session));
        } else {
            secured.completeExceptionally(new SSLPeerUnverifiedException("No name matching " + address.host()));
        }
    }

    private SSLContext context() throws IOException {
        try {
            return sockets instanceof ContextSocketFactory own ? own.context() : SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    SSLParameters verifying(SSLParameters parameters) {
        if (verifyHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }
}
