package campus.broker.guard;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Locale;

/** Why a packet is refused, with the codes of MQTT 5 (section 2.4) and of MQTT 3.1.1 (section 3.2.2.3). */
enum Reason {

    MALFORMED(0x81, 0),
    PROTOCOL_ERROR(0x82, 0),
    CLIENT_ID(0x85, 2),
    BAD_LOGIN(0x86, 5),
    NOT_AUTHORIZED(0x87, 5),
    AUTHENTICATION_METHOD(0x8c, 5),
    KEEP_ALIVE_TIMEOUT(0x8d, 0),
    TOPIC_FILTER(0x8f, 0),
    TOPIC_NAME(0x90, 5),
    TOPIC_ALIAS(0x94, 0),
    PACKET_TOO_LARGE(0x95, 0),
    QUOTA(0x97, 3);

    private final int code;
    private final int oldCode;

    Reason(int code, int oldCode) {
        this.code = code;
        this.oldCode = oldCode;
    }

    /** For a log. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The reason code of MQTT 5. */
    int code() {
        return code;
    }

    MqttConnectReturnCode connack(boolean mqtt5) {
        return MqttConnectReturnCode.valueOf((byte) (mqtt5 ? code : oldCode));
    }
}
