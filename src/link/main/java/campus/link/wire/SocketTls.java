package campus.link.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS by a socket factory of the application, which has no engine for Netty: its socket reads and writes the bytes of
 * the channel, and threads of its own wait for it.
 */
final class SocketTls extends ChannelDuplexHandler {

    private static final byte[] END = new byte[0];
    private static final int BUFFER = 1 << 14;

    private final SSLSocketFactory factory;
    private final Address address;
    private final TransportOptions options;
    private final CompletableFuture<SSLSession> handshake;
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final ExecutorService writer;
    private volatile SSLSocket secured;

    SocketTls(SSLSocketFactory factory, Address address, TransportOptions options,
            CompletableFuture<SSLSession> handshake) {
        this.factory = factory;
        this.address = address;
        this.options = options;
        this.handshake = handshake;
        this.writer = Executors.newSingleThreadExecutor(task -> thread("link-tls-writer ", task));
    }

    private Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, name + address.host());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // The pipeline of a closed channel passes nothing on, so the thread closes it when it has read everything.
        ctx.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        thread("link-tls-reader ", () -> readAll(ctx)).start();
    }

    private void readAll(ChannelHandlerContext ctx) {
        try {
            secured = (SSLSocket) factory.createSocket(new Carrier(ctx), address.host(), address.port(), true);
            secured.setUseClientMode(true);
            secured.setSSLParameters(options.verifying(secured.getSSLParameters()));
            secured.startHandshake();
            ctx.executor().execute(() -> handshake.complete(secured.getSession()));
            byte[] buffer = new byte[BUFFER];
            InputStream in = secured.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                ByteBuf bytes = Unpooled.wrappedBuffer(Arrays.copyOf(buffer, count));
                ctx.executor().execute(() -> {
                    ctx.fireChannelRead(bytes);
                    ctx.fireChannelReadComplete();
                });
            }
        } catch (IOException | RuntimeException e) {
            ctx.executor().execute(() -> {
                handshake.completeExceptionally(e);
                ctx.fireExceptionCaught(e);
            });
        }
        ctx.executor().execute(() -> {
            ctx.fireChannelInactive();
            ctx.close();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        received.add(ByteBufUtil.getBytes(bytes));
        bytes.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // What the socket has read is reported later, by its thread.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            received.add(END);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        received.add(END);
        writer.shutdown();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // What was read before may tell more than the end of the connection.
        received.add(END);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        byte[] plain = ByteBufUtil.getBytes(bytes);
        bytes.release();
        // A socket that is being closed makes a writer wait, which the event loop must not do.
        writer.execute(() -> {
            try {
                secured.getOutputStream().write(plain);
                promise.setSuccess();
            } catch (IOException e) {
                promise.setFailure(e);
            }
        });
    }

    /** The channel as a connected socket. Its writes are queued, so that records leave in the order of their making. */
    private final class Carrier extends Socket {

        private final ChannelHandlerContext ctx;
        private byte[] current = END;
        private int position;

        Carrier(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    if (position == current.length) {
                        current = take();
                        position = 0;
                    }
                    int count = Math.min(length, current.length - position);
                    System.arraycopy(current, position, bytes, offset, count);
                    position += count;
                    return count == 0 && length > 0 ? -1 : count;
                }
            };
        }

        private byte[] take() throws IOException {
            try {
                byte[] next = received.take();
                if (next == END) {
                    // Each later read is at the end too.
                    received.add(END);
                }
                return next;
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    ByteBuf record = Unpooled.copiedBuffer(bytes, offset, length);
                    ctx.executor().execute(() -> ctx.writeAndFlush(record));
                }
            };
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InetAddress getInetAddress() {
            return ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress();
        }

        @Override
        public int getPort() {
            return address.port();
        }

        @Override
        public void setSoTimeout(int timeout) {
            // Whoever waits for the step has a time limit.
        }

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // The channel has it.
        }

        @Override
        public synchronized void close() {
            received.add(END);
        }
    }
}
