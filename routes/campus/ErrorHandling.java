package campus;

import campus.base.Durations;
import campus.base.Settings;
import campus.camel.CamelSettings;
import campus.classroom.RefusedException;
import campus.sink.DeadLetter;
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
 * <li>{@code receive}: a message that the teacher refuses is logged and answered. If the ledger fails, the message waits
 * for it, unacknowledged. After any other failure it is tried again, then written to the dead-letter sink with the
 * reason, and acknowledged, so that it does not block the next one.
 * <li>{@code sinks}: a sink that fails is tried again, then the message goes to the dead-letter sink and to the next sink.
 * <li>{@code deliver}: what cannot be delivered stays in the ledger, for the next attempt.
 * <li>{@code mail}: a mail that cannot be sent is tried again later, less and less often, and then given up.
 * <li>{@code publish}: a message that cannot be published is logged and dropped.
 * </ul>
 */
public class ErrorHandling extends RouteConfigurationBuilder {

    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    @Override
    public void configuration() {
        Settings settings = CamelSettings.of(getContext());
        DeadLetter deadLetter = new DeadLetter(Durations.CLOCK);

        RouteConfigurationDefinition receive = routeConfiguration("receive");
        receive
            .onException(RefusedException.class)
                .handled(true)
                .log(LoggingLevel.WARN, "${exception.message}")
                .to("direct:teacher-refused");
        // Nothing is acknowledged until the ledger is back; the routes that deliver report the outage.
        OnExceptionDefinition ledgerAway = receive.onException(SQLException.class)
                .maximumRedeliveries(-1)
                .redeliveryDelay(settings.duration("campus.errors.retry-delay", Duration.ZERO).toMillis())
                .useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(MAX_DELAY.toMillis())
                .logStackTrace(false).logExhausted(false).logRetryAttempted(false);
        ledgerAway.getRedeliveryPolicyType().allowRedeliveryWhileStopping(false);
        toDeadLetters(receive.onException(Exception.class).handled(true), settings)
                .bean(deadLetter, "line")
                .to("{{campus.errors.dead-letter.to}}");

        // A sink may be a database: no SQLException is special here.
        toDeadLetters(routeConfiguration("sinks").onException(Exception.class).continued(true), settings)
                .bean(deadLetter, "lineOfSink")
                .to("{{campus.errors.dead-letter.to}}");

        routeConfiguration("deliver")
            .onException(Exception.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .log(LoggingLevel.WARN, "not delivered yet: ${exception.message}");

        RouteConfigurationDefinition mail = routeConfiguration("mail");
        mail.onException(SQLException.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .log(LoggingLevel.WARN, "not delivered yet: ${exception.message}");
        mail.onException(Exception.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .bean("teacherDesk", "mailFailed(${variable.mail}, ${exception})");

        routeConfiguration("publish")
            .onException(Exception.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .log(LoggingLevel.WARN, "not published: ${exception.message}");
    }

    /** Tried again as often as the properties say, then logged. */
    private static OnExceptionDefinition toDeadLetters(OnExceptionDefinition failure, Settings settings) {
        failure
                .maximumRedeliveries(settings.integer("campus.errors.retries", 0, 100))
                .redeliveryDelay(settings.duration("campus.errors.retry-delay", Duration.ZERO).toMillis())
                .useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(MAX_DELAY.toMillis())
                .logStackTrace(false).logExhausted(false).logRetryAttempted(false)
                .useOriginalMessage()
                .log(LoggingLevel.ERROR, "to dead letters: ${exception.message}");
        return failure;
    }
}
