package campus;

import campus.base.Settings;
import campus.base.Time;
import campus.exchange.Confirmation;
import campus.exchange.Ledger;
import campus.exchange.LineFile;
import campus.exchange.Mails;
import campus.exchange.Results;
import campus.exchange.Roster;
import campus.exchange.Teacher;
import campus.link.Received;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * The teacher's application of lab sheet 2, section 3: DST/PETICION to roster to one-time code to DST/CODIGO;
 * DST/SOLUCION to checks to the results file and a mail of confirmation.
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
        Teacher teacher = new Teacher(Roster.of(settings), ledger);
        LineFile petitions = new LineFile(settings.path("campus.teacher.petitions"));
        Results results = ledger.results(settings.path("campus.teacher.results"));
        Mails mails = ledger.mails(settings);
        Confirmation confirmation = Confirmation.of(settings);

        from("paho-mqtt5:DST/PETICION?qos=1&clientId={{campus.client-id}}-teacher-issue&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-issue").routeConfigurationId("receive")
            .setVariable("retained", method(Received.class, "retained"))
            .bean(teacher, "issue(${body}, ${variable.retained})")
            .setVariable("issued", body())
            .bean(petitions, "append(${variable.issued.petition()})")
            .setBody(simple("${variable.issued.code()}"))
            .removeHeaders("*")
            .to("paho-mqtt5:DST/CODIGO?qos=1" + LOGIN)
            .log("code issued to ${variable.issued.masked()}");

        from("paho-mqtt5:DST/SOLUCION?qos=1&clientId={{campus.client-id}}-teacher-verify&{{campus.session.durable}}" + LOGIN)
            .routeId("teacher-verify").routeConfigurationId("receive")
            .setVariable("retained", method(Received.class, "retained"))
            .bean(teacher, "verify(${body}, ${variable.retained})")
            .setVariable("solution", body())
            .log("certified ${variable.solution.name()}, code ${variable.solution.code()}")
            .to(RESULTS);

        // The results and the mails wait in the ledger; a wake-up more or less does not matter.
        from("timer:teacher-deliver?delay=0")
            .routeId("teacher-deliver")
            .to(RESULTS);

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
