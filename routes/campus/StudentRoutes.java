package campus;

import campus.camel.Login;
import campus.camel.MqttMessages;
import org.apache.camel.builder.RouteBuilder;

/**
 * The student of lab sheet 2, section 3: DNI to DST/PETICION, code from DST/CODIGO, {@code code;name;email} to
 * DST/SOLUCION; beside it MQTT 5's request and response, if the broker lets the student read answers. The bean
 * {@code student} ({@link campus.classroom.student.Student}) is one exchange. It begins when something is sent to
 * {@code direct:student}; by then the subscription to the codes is confirmed, as its route starts before. With links
 * all of it is one connection, so that its client identifier says which answers are its own.
 */
public class StudentRoutes extends RouteBuilder {

    @Override
    public void configure() {
        if (getContext().getRegistry().lookupByName("student") == null) {
            // Another runtime loads all files of this folder.
            return;
        }
        // The command that sent the request reports a failure.
        errorHandler(noErrorHandler());

        from("paho-mqtt5:DST/CODIGO?qos=1&clientId={{?student.shared-client-id}}" + Login.STUDENT)
            .routeId("student-code").startupOrder(1)
            .setBody(MqttMessages::received)
            .bean("student", "hearsCode");

        // The command starts it after the others: if a broker refuses the subscription, the student follows the sheet.
        from("paho-mqtt5:{{campus.exchange.response-topic}}/{{campus.student.client-id}}/#?qos=1"
                + "&clientId={{campus.student.client-id}}" + Login.STUDENT)
            .routeId("student-answer").autoStartup(false)
            .setBody(MqttMessages::received)
            .bean("student", "hearsAnswer");

        from("direct:student")
            .routeId("student-request").startupOrder(3)
            .loopDoWhile(method("student", "asks"))
                .bean("student", "request")
                .to("direct:student-publish")
                .filter(method("student", "hearsItsCode"))
                    .bean("student", "solution")
                    .to("direct:student-publish")
                    .bean("student", "hearsTheVerdict")
                .end()
            .end()
            .bean("student", "outcome");

        from("direct:student-publish")
            .routeId("student-publish").startupOrder(2)
            .process(MqttMessages::publication)
            .to("paho-mqtt5:DST/PETICION?qos=1&clientId={{?student.shared-client-id}}" + Login.STUDENT);
    }
}
