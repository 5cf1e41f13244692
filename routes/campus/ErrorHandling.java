package campus;

import static org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC;

import campus.base.Durations;
import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.classroom.RefusedException;
import campus.classroom.teacher.Teacher;
import campus.sink.MessageLines;
import campus.sink.SinkOutage;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * What happens to an exchange that fails, one route configuration for each kind of route.
 *
 * <ul>
 * <li>{@code campus-receive}: a message that the teacher refuses is logged and answered. If the ledger fails, the
 * message waits for it, unacknowledged. After any other failure it is tried again, then written to the dead-letter sink
 * with the reason, and acknowledged, so that it does not block the next one.
 * <li>{@code campus-sinks}: a sink that fails is tried again, then the message goes to the dead-letter sink and to the
 * next sink. If the sink is a Kafka that is away, the message waits for it, unacknowledged.
 * <li>{@code campus-deliver}: what cannot be delivered stays in the ledger, for the next attempt.
 * <li>{@code campus-mail}: a mail that cannot be sent is tried again later, less and less often, and then given up.
 * <li>{@code campus-answer}: a code for DST/CODIGO is tried again, then the request goes to the dead-letter sink. Any
 * other answer that cannot be published is logged and dropped; the request counts as handled.
 * <li>{@code campus-publish}: a message that cannot be published is logged and dropped.
 * </ul>
 */
public class ErrorHandling extends RouteConfigurationBuilder {

    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    @Override
    public void configuration() {
        RouteConfigurationDefinition receive = routeConfiguration("campus-receive");
        receive.onException(RefusedException.class).handled(true)
            .filter(simple("${exception.logged}"))
                .log(LoggingLevel.WARN, "${exception.message}")
            .end()
            .to("direct:teacher-refused");
        // Nothing is acknowledged until the ledger is back; the routes that deliver report the outage.
        untilItSucceeds(receive.onException(SQLException.class));
        toDeadLetters(receive.onException(Exception.class).handled(true), "deadLetter");

        RouteConfigurationDefinition sinks = routeConfiguration("campus-sinks");
        untilItSucceeds(sinks.onException(Exception.class).onWhen(new SinkOutage()));
        // A sink may be a database: no SQLException is special here.
        toDeadLetters(sinks.onException(Exception.class).continued(true), "deadLetterOfSink");

        drop(routeConfiguration("campus-deliver"), "not delivered yet");

        quiet(routeConfiguration("campus-mail").onException(Exception.class)).handled(true)
            .to("direct:teacher-mail-failed");

        RouteConfigurationDefinition answer = routeConfiguration("campus-answer");
        toDeadLetters(answer.onException(Exception.class).handled(true)
            .onWhen(header(CAMEL_PAHO_OVERRIDE_TOPIC).isEqualTo(Teacher.CODES)), "deadLetter");
        drop(answer, "not published");

        drop(routeConfiguration("campus-publish"), "not published");
    }

    private static void drop(RouteConfigurationDefinition routes, String message) {
        quiet(routes.onException(Exception.class)).handled(true)
            .setVariable("reason").exchange(MessageLines::reason)
            .log(LoggingLevel.WARN, message + ": ${variable.reason}");
    }

    /** Tries again, then writes the message as it was received to the dead-letter sink. */
    private void toDeadLetters(OnExceptionDefinition failure, String line) {
        retry(failure, settings().integer("campus.errors.retries", 0, 100))
            .useOriginalMessage()
            .setVariable("reason").exchange(MessageLines::reason)
            .log(LoggingLevel.ERROR, "to dead letters: ${variable.reason}")
            .bean(new MessageLines(Durations.CLOCK), line)
            .to("{{campus.errors.dead-letter.to}}");
    }

    /** Tries again until it succeeds, or the program stops: then the message stays unacknowledged. */
    private void untilItSucceeds(OnExceptionDefinition failure) {
        retry(failure, -1).getRedeliveryPolicyType().allowRedeliveryWhileStopping(false);
    }

    /** Tries again so many times, or until it succeeds if that is negative. */
    private OnExceptionDefinition retry(OnExceptionDefinition failure, int times) {
        return quiet(failure).maximumRedeliveries(times)
            .redeliveryDelay(settings().duration("campus.errors.retry-delay", Duration.ZERO).toMillis())
            .useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(MAX_DELAY.toMillis());
    }

    private static OnExceptionDefinition quiet(OnExceptionDefinition failure) {
        return failure.logStackTrace(false).logExhausted(false).logRetryAttempted(false);
    }

    private Settings settings() {
        return CamelSettings.of(getContext());
    }
}
