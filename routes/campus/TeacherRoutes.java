package campus;

import campus.camel.CamelSettings;
import campus.camel.Login;
import campus.camel.MqttMessages;
import campus.host.Host;
import campus.mqtt.SessionSettings;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * The teacher of lab sheet 2, section 3: DST/PETICION to roster to one-time code to DST/CODIGO; DST/SOLUCION to checks
 * to the ledger, and from there to the results file and a mail. The desk has the ledger open, and knows the files.
 */
public class TeacherRoutes extends RouteBuilder {

    @Override
    public void configure() {
        var settings = CamelSettings.of(getContext());
        if (!settings.flag("campus.teacher.enabled")) {
            return;
        }
        var desk = Host.desk(getContext());
        var session = SessionSettings.of(settings, "campus.teacher.share", "campus.teacher.session", "DST/+");
        // No queue before the threads: what waits there would hold up the end of the program while the ledger is away.
        int threads = settings.integer("campus.teacher.threads", 1, 20);

        from("paho-mqtt5:" + session.filter("DST/PETICION") + "?qos=1&clientId={{campus.client-id}}-teacher-issue"
                + session.options() + Login.TEACHER)
            .routeId("teacher-issue").routeConfigurationId("campus-receive")
            .threads(threads, threads, "teacher-issue").maxQueueSize(0)
            .setBody(MqttMessages::received)
            .setVariable("request", body())
            .bean(desk.teacher(), "issue")
            .bean(desk.requestLog(), "append")
            .log("code issued to ${body}")
            .bean(desk.teacher(), "answer(${body}, ${variable.request})")
            .to("direct:teacher-publish");

        from("paho-mqtt5:" + session.filter("DST/SOLUCION") + "?qos=1&clientId={{campus.client-id}}-teacher-verify"
                + session.options() + Login.TEACHER)
            .routeId("teacher-verify").routeConfigurationId("campus-receive")
            .threads(threads, threads, "teacher-verify").maxQueueSize(0)
            .setBody(MqttMessages::received)
            .setVariable("request", body())
            .bean(desk.teacher(), "verify")
            .log("certified ${body}")
            .bean(desk.teacher(), "acceptance(${body}, ${variable.request})")
            .to("direct:teacher-publish");

        // The route configuration "campus-receive" sends here what the teacher refuses.
        from("direct:teacher-refused")
            .routeId("teacher-refused").routeConfigurationId("campus-publish")
            .bean(desk.refusals(), "count(${exception})")
            .bean(desk.teacher(), "refusal(${exception}, ${variable.request})")
            .to("direct:teacher-publish");

        from("direct:teacher-publish")
            .routeId("teacher-publish").routeConfigurationId("campus-answer")
            .filter(body().isNotNull())
                .process(MqttMessages::publication)
                .to("paho-mqtt5:DST/CODIGO?qos=1" + Login.TEACHER);

        // The ledger is the outbox: what has come is delivered together. A set-back clock stops timers, not schedulers.
        from("scheduler:teacher-results?initialDelay=0&delay=100")
            .routeId("teacher-results").routeConfigurationId("campus-deliver")
            .bean(desk.results(), "write")
            .bean(desk.refusals(), "write");

        from("scheduler:teacher-mail?initialDelay=0&delay=100")
            .routeId("teacher-mail").routeConfigurationId("campus-deliver")
            .split(method(desk.mails(), "due")).stopOnException()
                // Mails that are left when the program stops are due at the next start.
                .filter(exchange -> !exchange.getContext().isStopping())
                    .setVariable("mail", body())
                    .filter(method(desk.mails(), "claim(${body})"))
                    .to("direct:teacher-mail-send")
                    .bean(desk.mails(), "sent(${variable.mail})");

        from("direct:teacher-mail-send")
            .routeId("teacher-mail-send").routeConfigurationId("campus-mail")
            .setHeader(Exchange.FILE_NAME, method(desk.confirmation(), "fileName"))
            .bean(desk.confirmation(), "content")
            .to("{{campus.teacher.mail.to}}");

        from("direct:teacher-mail-failed")
            .routeId("teacher-mail-failed").routeConfigurationId("campus-deliver")
            .bean(desk.mails(), "failed(${variable.mail}, ${exception})");
    }
}
