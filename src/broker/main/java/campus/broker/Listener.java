package campus.broker;

/** A transport on which the broker listens, with the property of its port. */
public enum Listener {

    /** MQTT over plain TCP. */
    TCP("tcp", "campus.broker.port"),
    /** MQTT over TLS. */
    TLS("ssl", "campus.broker.tls.port"),
    /** MQTT over TLS, for clients with a certificate only. */
    CLIENT_TLS("ssl", "campus.broker.tls.client-port"),
    /** MQTT over WebSocket. */
    WEB_SOCKET("ws", "campus.broker.ws.port"),
    /** MQTT over WebSocket with TLS. */
    SECURE_WEB_SOCKET("wss", "campus.broker.ws.tls-port");

    private final String scheme;
    private final String key;

    Listener(String scheme, String key) {
        this.scheme = scheme;
        this.key = key;
    }

    /** The scheme of its URL: tcp, ssl, ws or wss. */
    public String scheme() {
        return scheme;
    }

    /** The property that holds its port. */
    public String key() {
        return key;
    }

    /** Whether the broker needs a certificate for it. */
    public boolean secure() {
        return this != TCP && this != WEB_SOCKET;
    }
}
