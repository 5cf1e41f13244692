package campus.link.wire;

import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Paho's callback without the events that a link does not use. */
public interface PahoCallback extends MqttCallback {

    /** Not used: if it is the end of the connection, Paho reports that as well. */
    @Override
    default void mqttErrorOccurred(MqttException exception) {
    }

    /** Not used: each PUBLISH has a listener of its own. */
    @Override
    default void deliveryComplete(IMqttToken token) {
    }

    /** Not used: the CONNECT has a listener of its own. */
    @Override
    default void connectComplete(boolean reconnect, String serverUri) {
    }

    /** Not used: the link offers no enhanced authentication (MQTT 5 section 4.12). */
    @Override
    default void authPacketArrived(int reasonCode, MqttProperties properties) {
    }

    /** The reason code of the acknowledgement that a token stands for; 0 if it has none. */
    static int reasonCode(IMqttToken token) {
        return token.getReasonCodes() == null || token.getReasonCodes().length == 0 ? 0 : token.getReasonCodes()[0];
    }

    /** A listener for one request of Paho's client; exactly one of the two consumers is called. */
    static MqttActionListener listener(Consumer<IMqttToken> success, Consumer<Throwable> failure) {
        return new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                success.accept(token);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable exception) {
                failure.accept(exception);
            }
        };
    }
}
