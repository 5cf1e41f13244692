package campus.link.wire;

import campus.link.wire.ConnectFailure.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at the first packet of a server, and leaves it to the decoder if it is a CONNACK of MQTT 5 (section 3.2). The
 * decoder would wait for the rest of the CONNACK of an older version, and knows no reason code but those of the
 * specification.
 */
public final class FirstPacket extends ByteToMessageDecoder {

    /** The failure of a broker that speaks an older version. */
    public static final ConnectFailure OLD_MQTT = new ConnectFailure(Kind.NOT_MQTT_5,
            "the broker does not speak MQTT 5, only an older version such as MQTT 3.1.1",
            "use a broker that speaks MQTT 5, such as Mosquitto from 1.6 on");

    private static final int CONNACK = 0x20;
    private static final int OLD_LENGTH = 2;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) != CONNACK) {
            throw new ConnectFailure.Raised(new ConnectFailure(Kind.NOT_MQTT_5,
                    "the server on this port does not speak MQTT", "name the port of an MQTT broker"));
        }
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getUnsignedByte(start + 1);
        int code = in.getUnsignedByte(start + (length < 0x80 ? 3 : 4));
        boolean old = !ReasonCode.isFailure(code) && (code != 0 || length == OLD_LENGTH);
        if (old || ReasonCode.UNSUPPORTED_VERSION.is(code)) {
            throw new ConnectFailure.Raised(OLD_MQTT);
        }
        boolean known = Arrays.stream(MqttConnectReturnCode.values())
                .anyMatch(each -> each.byteValue() == (byte) code);
        if (!known || length == OLD_LENGTH) {
            throw new ConnectFailure.Raised(ReasonCode.failure(code, null));
        }
        ctx.pipeline().remove(this);
    }
}
