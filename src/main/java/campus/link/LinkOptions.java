package campus.link;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/** Paho's options for one connection, and the wire that Paho made for it. */
final class LinkOptions extends MqttConnectionOptions {

    private volatile Wire wire;

    void wire(Wire made) {
        wire = made;
    }

    /** Cuts the connection, however Paho's threads may be waiting for each other. */
    void cut() {
        Wire made = wire;
        if (made != null) {
            made.stop();
        }
    }
}
