package campus;

import campus.link.Received;
import org.apache.camel.builder.RouteBuilder;

/**
 * The student of lab sheet 2, section 3: DNI to DST/PETICION, code from DST/CODIGO, {@code code;name;email} to
 * DST/SOLUCION. The bean {@code student} ({@link campus.exchange.Student}) is one exchange. The request starts when
 * something is sent to {@code direct:student}, by then the subscription is confirmed: its route starts before.
 */
public class StudentRoutes extends RouteBuilder {

    private static final String LOGIN =
            "&userName=#property:campus.student.username&password=#property:campus.student.password";

    @Override
    public void configure() {
        // What fails is told by the command that sent the request.
        errorHandler(noErrorHandler());

        from("paho-mqtt5:DST/CODIGO?qos=1" + LOGIN)
            .routeId("student-code").startupOrder(1)
            .setVariable("retained", method(Received.class, "retained"))
            .bean("student", "codeArrived(${body}, ${variable.retained})");

        from("direct:student")
            .routeId("student-request").startupOrder(2)
            .bean("student", "petition")
            .to("paho-mqtt5:DST/PETICION?qos=1" + LOGIN)
            .bean("student", "solution")
            .to("paho-mqtt5:DST/SOLUCION?qos=1" + LOGIN);
    }
}
