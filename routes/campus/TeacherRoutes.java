package campus;

import campus.base.Settings;
import campus.base.Time;
import campus.exchange.Answer;
import campus.exchange.Confirmation;
import campus.exchange.Ledger;
import campus.exchange.LineFile;
import campus.exchange.Mails;
import campus.exchange.Refusals;
import campus.exchange.Results;
import campus.exchange.Teacher;
import campus.link.Received;
import campus.link.Request;
import campus.link.SharedSubscription;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * The teacher's application of lab sheet 2, section 3: DST/PETICION to roster to one-time code to DST/CODIGO;
 * DST/SOLUCION to checks to the ledger, and from there to the results file and a mail of confirmation. A message with a
 * Response Topic (MQTT 5) gets its code or its verdict there, and nowhere else.
 */
public class TeacherRoutes extends RouteBuilder {

    private static final String LOGIN = "&userName=#property:campus.teacher.username&password=#property:campus.teacher.password";
    private static final String WAKE = "?size=1&discardWhenFull=true&pollTimeout=100";
    private static final String RESULTS = "seda:teacher-results" + WAKE;
    private static final String MAILS = "seda:teacher-mail" + WAKE;

    @Override
    public void configure() {
        Settings settings = new Settings(getContext().getPropertiesComponent()::resolveProperty);
        if (!settings.flag("campus.teacher.enabled")) {
            return;
        }
        Clock clock = Time.CLOCK;
        Ledger ledger = Ledger.open(settings.text("campus.ledger.url"),
                settings.duration("campus.teacher.code-ttl", Duration.ofSeconds(1)),
                settings.text("campus.client-id"), clock);
        getContext().getRegistry().bind("ledger", ledger, null, "close");
        Teacher teacher = Teacher.of(settings, ledger, clock);
        Refusals refusals = ledger.refusals();
        LineFile petitions = new LineFile(settings.path("campus.teacher.petitions"));
        Results results = ledger.results(settings.path("campus.teacher.results"));
        Mails mails = ledger.mails(settings);
        Confirmation confirmation = Confirmation.of(settings);
        String share = SharedSubscription.prefix(settings, "campus.teacher.share");

        from("paho-mqtt5:" + share + "DST/PETICION?qos=1&clientId={{campus.client-id}}-teacher-issue&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-issue").routeConfigurationId("receive")
            .setVariable("request", method(Request.class, "of"))
            .setVariable("retained", method(Received.class, "retained"))
            .bean(teacher, "issue(${body}, ${variable.retained}, ${variable.request.responseTopic})")
            .setVariable("issued", body())
            .bean(petitions, "append(${variable.issued.petition()})")
            .log("code issued to ${variable.issued.masked()}")
            .setVariable("answer", method(teacher, "answer(${variable.issued})"))
            .choice()
                .when(method(teacher, "mayAnswer(${variable.request.responseTopic})"))
                    .to("direct:teacher-answer")
                .otherwise()
                    .setBody(simple("${variable.answer.payload}"))
                    .removeHeaders("*")
                    .setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                            method(Request.class, "expiring(${variable.answer.timeToLive})"))
                    .to("paho-mqtt5:DST/CODIGO?qos=1" + LOGIN);

        from("paho-mqtt5:" + share + "DST/SOLUCION?qos=1&clientId={{campus.client-id}}-teacher-verify&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-verify").routeConfigurationId("receive")
            .setVariable("request", method(Request.class, "of"))
            .setVariable("retained", method(Received.class, "retained"))
            .bean(teacher, "verify(${body}, ${variable.retained}, ${variable.request.responseTopic})")
            .setVariable("solution", body())
            .log("certified ${variable.solution.name()}, code ${variable.solution.code()}")
            // Not .to: the queue would take over the acknowledgement of the message, and lose it when it is full.
            .wireTap(RESULTS).dynamicUri(false).end()
            .setVariable("answer", method(Answer.class, "accepted"))
            .to("direct:teacher-answer");

        // Where ErrorHandling sends a petition or a solution that was refused.
        from("direct:teacher-refused")
            .routeId("teacher-refused").routeConfigurationId("publish")
            .bean(refusals, "count(${exception})")
            .setVariable("answer", method(Answer.class, "refused(${exception})"))
            .to("direct:teacher-answer");

        // An answer that cannot be published is logged: the message counts as handled all the same.
        from("direct:teacher-answer")
            .routeId("teacher-answer").routeConfigurationId("publish")
            .filter(method(teacher, "mayAnswer(${variable.request.responseTopic})"))
                .setBody(simple("${variable.answer.payload}"))
                .removeHeaders("*")
                .setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, method(Request.class,
                        "answer(${variable.request}, ${variable.answer.properties}, ${variable.answer.timeToLive})"))
                .setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, simple("${variable.request.responseTopic}"))
                .to("paho-mqtt5:{{campus.exchange.response-topic}}?qos=1" + LOGIN);

        // Results and mails wait in the ledger: a wake-up more or less does not matter.
        from("timer:teacher-deliver?delay=0")
            .routeId("teacher-deliver").routeConfigurationId("deliver")
            .to(RESULTS)
            .bean(refusals, "write");

        from(RESULTS)
            .routeId("teacher-results").routeConfigurationId("deliver")
            .bean(results, "write")
            .to(MAILS);

        from(MAILS)
            .routeId("teacher-mail").routeConfigurationId("deliver")
            .split(method(mails, "due"))
                .setVariable("mail", body())
                .removeHeaders("*")
                .doTry()
                    .setHeader(Exchange.FILE_NAME, method(confirmation, "fileName(${variable.mail})"))
                    .bean(confirmation, "content(${variable.mail})")
                    .to("{{campus.teacher.mail.to}}")
                    .bean(mails, "sent(${variable.mail})")
                .doCatch(Exception.class)
                    .bean(mails, "failed(${variable.mail}, ${exception})");
    }
}
