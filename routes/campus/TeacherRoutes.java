package campus;

import campus.base.Settings;
import campus.base.Time;
import campus.exchange.Answer;
import campus.exchange.Confirmation;
import campus.exchange.IssuedCode;
import campus.exchange.Ledger;
import campus.exchange.LineFile;
import campus.exchange.MailDelivery;
import campus.exchange.Mails;
import campus.exchange.Refusals;
import campus.exchange.Results;
import campus.exchange.Teacher;
import campus.link.Received;
import campus.link.Sent;
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
    private static final int MAX_THREADS = 20;
    private static final String OFTEN = "?delay=0&period=100";
    private static final String PROPERTIES = PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES;

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
        // No queue before the threads: what waits there would hold up the end of the program while the ledger is away.
        int threads = settings.integer("campus.teacher.threads", 1, MAX_THREADS);
        String share = SharedSubscription.prefix(settings, "campus.teacher.share");

        from("paho-mqtt5:" + share + "DST/PETICION?qos=1&clientId={{campus.client-id}}-teacher-issue&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-issue").routeConfigurationId("receive")
            .threads(threads, threads, "teacher-issue").maxQueueSize(0)
            .setVariable("retained", method(Received.class, "retained"))
            .setVariable("responseTopic", method(Received.class, "responseTopic"))
            .setVariable("correlation", method(Received.class, "correlationData"))
            .bean(teacher, "issue(${body}, ${variable.retained}, ${variable.responseTopic})")
            .setVariable("issued", body())
            .setBody().body(IssuedCode.class, IssuedCode::petition)
            .bean(petitions, "append")
            .log("code issued to ${variable.issued}")
            .setBody(method(teacher, "answer(${variable.issued})"))
            .choice()
                .when(method(teacher, "mayAnswer(${variable.responseTopic})"))
                    .to("direct:teacher-answer")
                .otherwise()
                    .removeHeaders("*")
                    .setVariable("timeToLive").body(Answer.class, Answer::timeToLive)
                    .setHeader(PROPERTIES, method(Sent.class, "expiring(${variable.timeToLive})"))
                    .setBody().body(Answer.class, Answer::payload)
                    .to("paho-mqtt5:DST/CODIGO?qos=1" + LOGIN);

        from("paho-mqtt5:" + share + "DST/SOLUCION?qos=1&clientId={{campus.client-id}}-teacher-verify&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-verify").routeConfigurationId("receive")
            .threads(threads, threads, "teacher-verify").maxQueueSize(0)
            .setVariable("retained", method(Received.class, "retained"))
            .setVariable("responseTopic", method(Received.class, "responseTopic"))
            .setVariable("correlation", method(Received.class, "correlationData"))
            .bean(teacher, "verify(${body}, ${variable.retained}, ${variable.responseTopic})")
            .log("certified ${body}")
            .setBody(method(Answer.class, "accepted"))
            .to("direct:teacher-answer");

        // Where ErrorHandling sends a petition or a solution that was refused.
        from("direct:teacher-refused")
            .routeId("teacher-refused").routeConfigurationId("publish")
            .bean(refusals, "count(${exception})")
            .setBody(method(Answer.class, "refused(${exception})"))
            .to("direct:teacher-answer");

        // An answer that cannot be published is logged: the message counts as handled all the same.
        from("direct:teacher-answer")
            .routeId("teacher-answer").routeConfigurationId("publish")
            .filter(method(teacher, "mayAnswer(${variable.responseTopic})"))
                .removeHeaders("*")
                .setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, simple("${variable.responseTopic.get}"))
                .setVariable("verdict").body(Answer.class, Answer::properties)
                .setVariable("timeToLive").body(Answer.class, Answer::timeToLive)
                .setHeader(PROPERTIES, method(Sent.class,
                        "answer(${variable.correlation}, ${variable.verdict}, ${variable.timeToLive})"))
                .setBody().body(Answer.class, Answer::payload)
                .to("paho-mqtt5:{{campus.exchange.response-topic}}?qos=1" + LOGIN);

        // The ledger is the outbox: what it holds is delivered a moment later, with all that has come meanwhile.
        from("timer:teacher-results" + OFTEN)
            .routeId("teacher-results").routeConfigurationId("deliver")
            .bean(results, "write")
            .bean(refusals, "write");

        from("timer:teacher-mail" + OFTEN)
            .routeId("teacher-mail").routeConfigurationId("deliver")
            .split(method(mails, "due")).stopOnException()
                // What is left when the program stops is due at the next start.
                .filter(simple("${camelContext.stopping} == false"))
                    .setVariable("mail", body())
                    .doTry()
                        .setHeader(Exchange.FILE_NAME).body(MailDelivery.class, confirmation::fileName)
                        .bean(confirmation, "content")
                        .to("{{campus.teacher.mail.to}}")
                    .doCatch(Exception.class)
                        .bean(mails, "failed(${variable.mail}, ${exception})")
                        .stop()
                    .end()
                    .bean(mails, "sent(${variable.mail})");
    }
}
