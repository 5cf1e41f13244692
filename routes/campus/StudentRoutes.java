package campus;

import campus.link.Received;
import campus.link.Sent;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * The student of lab sheet 2, section 3: DNI to DST/PETICION, code from DST/CODIGO, {@code code;name;email} to
 * DST/SOLUCION; beside it MQTT 5's request and response, where the broker lets the student hear answers. The bean
 * {@code student} ({@link campus.exchange.Student}) is one exchange. It begins when something is sent to
 * {@code direct:student}; by then the subscription to the codes is confirmed, as its route starts before.
 */
public class StudentRoutes extends RouteBuilder {

    private static final String LOGIN =
            "&userName=#property:campus.student.username&password=#property:campus.student.password";
    private static final String REQUEST =
            "request(${variable.replyTo?.responseTopic}, ${variable.replyTo?.correlationData})";

    @Override
    public void configure() {
        // What fails is told by the command that sent the request.
        errorHandler(noErrorHandler());

        from("paho-mqtt5:DST/CODIGO?qos=1&clientId={{campus.student.client-id}}-code" + LOGIN)
            .routeId("student-code").startupOrder(1)
            .setVariable("retained", method(Received.class, "retained"))
            .bean("student", "codeArrived(${body}, ${variable.retained})");

        // Started by the command, after the others: a broker may refuse the subscription, and all goes the sheet's way.
        from("paho-mqtt5:{{campus.exchange.response-topic}}/{{campus.student.client-id}}-answer/#?qos=1"
                + "&clientId={{campus.student.client-id}}-answer" + LOGIN)
            .routeId("student-answer").autoStartup(false)
            .setVariable("correlation", method(Received.class, "correlationData"))
            .setVariable("verdict", method(Received.class, "userProperty(${exchange}, 'verdict')"))
            .setVariable("reason", method(Received.class, "userProperty(${exchange}, 'reason')"))
            .bean("student", "answerArrived(${body}, ${variable.correlation}, ${variable.verdict}, ${variable.reason})");

        from("direct:student")
            .routeId("student-request").startupOrder(2)
            .loopDoWhile(method("student", "asks"))
                .bean("student", "petition")
                .setVariable("replyTo", method("student", "petitionReplyTo"))
                .setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, method(Sent.class, REQUEST))
                .to("paho-mqtt5:DST/PETICION?qos=1&clientId={{campus.student.client-id}}-petition" + LOGIN)
                .filter(method("student", "hearsItsCode"))
                    .bean("student", "solution")
                    .setVariable("replyTo", method("student", "solutionReplyTo"))
                    .setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, method(Sent.class, REQUEST))
                    .to("paho-mqtt5:DST/SOLUCION?qos=1&clientId={{campus.student.client-id}}-solution" + LOGIN)
                    .bean("student", "hearsTheVerdict")
                .end()
            .end()
            .bean("student", "outcome");
    }
}
