package campus.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** HTTP as it is on the wire: a browser's client would not send such headers. Each request has its own connection. */
final class RawHttp {

    private final URI page;

    RawHttp(String page) {
        this.page = URI.create(page);
    }

    /** Host and port, as in a Host header. */
    String host() {
        return page.getAuthority();
    }

    /** The whole answer to GET of a path. */
    String get(String path) {
        return send("GET " + path + " HTTP/1.1", "Host: " + host());
    }

    /** The body of the answer to GET of a path. */
    String body(String path) {
        String answer = get(path);
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    /** The whole answer; the server is asked to close the connection behind it. */
    String send(String... head) {
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The status code of the answer, and the connection stays as it is. */
    int upgrade(String... more) {
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET /campus/mqtt HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + String.join("\r\n", more) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return Integer.parseInt(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8)
                    .substring(9));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
