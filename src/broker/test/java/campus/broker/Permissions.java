package campus.broker;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The decisions of the packaged ACL for users (null: anonymous) and topics or filters: allowed or not. */
final class Permissions {

    private Permissions() {
    }

    static Stream<Arguments> publishing() {
        return Stream.of(
                arguments(null, "salon/general", true),
                arguments(null, "salon", true),
                arguments(null, "otro", false),
                arguments(null, "DST/PRUEBA", false),
                arguments(null, "DST/PETICION", false),
                arguments(null, "EDIFICIO_1/P_7/S/4/TEMP", false),
                arguments(null, "$SYS/broker", false),
                arguments("dst", "DST/PETICION", true),
                arguments("dst", "DST/SOLUCION", true),
                arguments("dst", "DST/PRUEBA", true),
                arguments("dst", "DST/CODIGO", false),
                arguments("dst", "DST/PRUEBA/x", false),
                arguments("dst", "DST", false),
                arguments("dst", "salon/general", true),
                arguments("dst", "EDIFICIO_1/P_7/S/4/TEMP", false),
                arguments("profesor", "DST/CODIGO", true),
                arguments("profesor", "DST/PETICION", true),
                arguments("profesor", "DST", true),
                arguments("profesor", "salon/general", true),
                arguments("profesor", "EDIFICIO_1/P_7/S/4/TEMP", false),
                arguments("edificio", "EDIFICIO_1/P_7/S/4/TEMP", true),
                arguments("edificio", "EDIFICIO_2/P_7/S/4/TEMP", false),
                arguments("edificio", "$SYS/broker/uptime", false),
                arguments("edificio", "DST/CODIGO", false));
    }

    /** Topics, on which Mosquitto decides at delivery. */
    static Stream<Arguments> reading() {
        return Stream.of(
                arguments(null, "salon/general", true),
                arguments(null, "DST/CODIGO", false),
                arguments(null, "EDIFICIO_1/P_7/S/4/TEMP", false),
                arguments("dst", "DST/CODIGO", true),
                arguments("dst", "DST/PRUEBA", true),
                arguments("dst", "DST/PETICION", false),
                arguments("dst", "DST/SOLUCION", false),
                arguments("profesor", "DST/PETICION", true),
                arguments("profesor", "DST/SOLUCION", true),
                arguments("profesor", "EDIFICIO_1/P_7/S/4/TEMP", false),
                arguments("edificio", "EDIFICIO_1/P_7/S/4/TEMP", true),
                arguments("edificio", "DST/CODIGO", false));
    }

    /** Filters with wildcards and shared subscriptions, for which the embedded broker is stricter than Mosquitto. */
    static Stream<Arguments> subscribing() {
        return Stream.concat(reading(), Stream.of(
                arguments(null, "salon/#", true),
                arguments(null, "salon/+/x", true),
                arguments(null, "$share/group/salon/#", true),
                arguments(null, "$share/group/DST/CODIGO", false),
                arguments(null, "#", false),
                arguments(null, "+/general", false),
                arguments(null, "$SYS/#", true),
                arguments(null, "$SYS/broker/+/count", true),
                arguments("dst", "$SYS/#", true),
                arguments("profesor", "$SYS/#", true),
                arguments("edificio", "$SYS/#", true),
                arguments(null, "$sys.mqtt.retain.salon/#", false),
                arguments("dst", "salon/#", true),
                arguments("dst", "$share/group/DST/CODIGO", true),
                arguments("dst", "DST/#", false),
                arguments("dst", "DST/+", false),
                arguments("profesor", "DST/#", true),
                arguments("profesor", "DST/+", true),
                arguments("profesor", "#", false),
                arguments("profesor", "salon/#", true),
                arguments("edificio", "EDIFICIO_1/#", true),
                arguments("edificio", "EDIFICIO_1/+/+/+/TEMP", true),
                arguments("edificio", "+/P_7/#", false)));
    }
}
