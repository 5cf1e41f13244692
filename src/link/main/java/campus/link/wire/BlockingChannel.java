package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection whose socket a factory of the application makes. Such a socket blocks, so one thread reads while the
 * channel wants bytes, and another one writes. A factory of TLS sockets makes the TLS too.
 */
final class BlockingChannel extends AbstractChannel {

    private static final ChannelMetadata METADATA = new ChannelMetadata(false);
    private static final int BUFFER = 1 << 14;

    private final Address address;
    private final TransportOptions options;
    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final ExecutorService threads =
            Executors.newCachedThreadPool(new DefaultThreadFactory("link-socket", true));
    private final Semaphore wanted = new Semaphore(0);
    private Socket tcp = new Socket();
    /** Reads and writes: that of TCP, or one for TLS. */
    private volatile Socket socket;
    private volatile boolean open = true;
    private boolean writing;

    BlockingChannel(Address address, TransportOptions options) {
        super(null);
        this.address = address;
        this.options = options;
    }

    /** The session if the factory is one for TLS: it has made it together with the connection. */
    SSLSession session() {
        return ((SSLSocket) socket).getSession();
    }

    private void readAll(SocketAddress remote, ChannelPromise promise) {
        try {
            tcp.connect(remote);
            tcp.setTcpNoDelay(true);
            if (options.sockets() instanceof SSLSocketFactory tls) {
                secure((SSLSocket) tls.createSocket(tcp, address.host(), address.port(), true));
            }
            eventLoop().execute(() -> {
                promise.trySuccess();
                pipeline().fireChannelActive();
            });
            byte[] buffer = new byte[BUFFER];
            for (int count = readSome(buffer); count >= 0; count = readSome(buffer)) {
                ByteBuf bytes = Unpooled.copiedBuffer(buffer, 0, count);
                eventLoop().execute(() -> {
                    pipeline().fireChannelRead(bytes);
                    pipeline().fireChannelReadComplete();
                });
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            eventLoop().execute(() -> {
                promise.tryFailure(e);
                if (open) {
                    pipeline().fireExceptionCaught(e);
                }
            });
        }
        eventLoop().execute(() -> unsafe().close(unsafe().voidPromise()));
    }

    private void secure(SSLSocket secured) throws IOException {
        secured.setUseClientMode(true);
        secured.setSSLParameters(options.verifying(secured.getSSLParameters()));
        try {
            secured.startHandshake();
        } catch (SocketException e) {
            throw new SSLException("the handshake did not end: " + e.getMessage(), e);
        }
        socket = secured;
    }

    private int readSome(byte[] buffer) throws IOException, InterruptedException {
        wanted.acquire();
        return socket.getInputStream().read(buffer);
    }

    @Override
    protected void doBeginRead() {
        if (wanted.availablePermits() == 0) {
            wanted.release();
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        if (!writing && out.current() != null) {
            writing = true;
            byte[] bytes = ByteBufUtil.getBytes((ByteBuf) out.current());
            CompletableFuture.runAsync(() -> write(bytes), threads)
                    .whenCompleteAsync((done, failure) -> written(out, failure), eventLoop());
        }
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void written(ChannelOutboundBuffer out, Throwable failure) {
        writing = false;
        if (failure == null) {
            out.remove();
        } else {
            out.remove(failure);
        }
        unsafe().flush();
    }

    @Override
    protected void doClose() throws IOException {
        open = false;
        // Not the TLS socket: a writer that waits would let its end wait.
        tcp.close();
        threads.shutdownNow();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                try {
                    tcp = options.sockets() instanceof SSLSocketFactory ? tcp : options.sockets().createSocket();
                    socket = tcp;
                    threads.execute(() -> readAll(remote, promise));
                } catch (IOException e) {
                    promise.setFailure(e);
                }
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open && tcp.isConnected();
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    protected SocketAddress localAddress0() {
        return tcp.getLocalSocketAddress();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return tcp.getRemoteSocketAddress();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void doDisconnect() throws IOException {
        doClose();
    }
}
