package campus.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** MQTT over a WebSocket, as a browser speaks it with the page's server. */
final class BrowserSocket implements WebSocket.Listener, AutoCloseable {

    private final EmbeddedChannel codec = new EmbeddedChannel(new MqttDecoder(1 << 20), MqttEncoder.INSTANCE);
    private final BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    private final WebSocket socket;

    BrowserSocket(String page) {
        URI uri = URI.create(page);
        this.socket = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("mqtt")
                .header("Origin", "http://" + uri.getAuthority())
                .buildAsync(URI.create("ws://" + uri.getAuthority() + "/campus/mqtt"), this).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        codec.writeInbound(codec.alloc().buffer().writeBytes(data));
        for (MqttMessage next = codec.readInbound(); next != null; next = codec.readInbound()) {
            received.add(next);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end.complete(statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end.complete(error.toString());
    }

    void send(MqttMessage packet) {
        codec.writeOutbound(packet);
        ByteBuf bytes = codec.readOutbound();
        socket.sendBinary(bytes.nioBuffer(), true).join();
    }

    void sendText() {
        socket.sendText("x", true).join();
    }

    MqttMessage receive() throws InterruptedException {
        MqttMessage next = received.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no packet; closed: " + end.getNow("no"));
        }
        return next;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
