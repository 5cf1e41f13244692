package campus.broker;

/** A way into the broker: each has a port, and a property for it. */
public enum Listener {

    TCP("tcp", "campus.broker.port"),
    TLS("ssl", "campus.broker.tls.port"),
    /** TLS that asks clients for a certificate, and lets nobody in without one. */
    CLIENT_TLS("ssl", "campus.broker.tls.client-port"),
    WEB_SOCKET("ws", "campus.broker.ws.port"),
    SECURE_WEB_SOCKET("wss", "campus.broker.ws.tls-port");

    private final String scheme;
    private final String key;

    Listener(String scheme, String key) {
        this.scheme = scheme;
        this.key = key;
    }

    /** The scheme of its URL. */
    public String scheme() {
        return scheme;
    }

    /** The property that holds its port. */
    public String key() {
        return key;
    }

    /** Whether it needs a certificate. */
    public boolean secure() {
        return this != TCP && this != WEB_SOCKET;
    }
}
