package campus;

import campus.base.Settings;
import campus.base.Time;
import campus.exchange.RefusedException;
import campus.sink.DeadLetter;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * What happens to an exchange that fails. {@code receive}: what the teacher refuses is logged and answered; what the
 * ledger cannot take now waits for it; anything else is tried again, then written to the dead-letter sink with its
 * reason. In both cases the message is acknowledged, so that it never blocks what comes after it. {@code sinks}: a sink
 * that fails is tried again, then the message goes to the dead-letter sink, and on to the next sink. {@code deliver}:
 * what cannot be delivered stays in the ledger, for the next attempt. {@code publish}: what cannot be published is
 * logged and forgotten.
 */
public class ErrorHandling extends RouteConfigurationBuilder {

    private static final Duration MAX_DELAY = Duration.ofSeconds(5);

    @Override
    public void configuration() {
        Settings settings = new Settings(getContext().getPropertiesComponent()::resolveProperty);
        DeadLetter deadLetter = new DeadLetter(Time.CLOCK);

        RouteConfigurationDefinition receive = routeConfiguration("receive");
        receive
            .onException(RefusedException.class)
                .handled(true)
                .log(LoggingLevel.WARN, "${exception.message}")
                .to("direct:teacher-refused");
        // The ledger comes back some time; until then nothing is acknowledged, and what delivers says so.
        OnExceptionDefinition ledgerAway = receive.onException(SQLException.class)
                .maximumRedeliveries(-1)
                .redeliveryDelay(settings.duration("campus.errors.retry-delay", Duration.ZERO).toMillis())
                .useExponentialBackOff().backOffMultiplier(2).maximumRedeliveryDelay(MAX_DELAY.toMillis())
                .logStackTrace(false).logExhausted(false).logRetryAttempted(false);
        ledgerAway.getRedeliveryPolicyType().allowRedeliveryWhileStopping(false);
        toDeadLetters(receive.onException(Exception.class).handled(true), settings)
                .bean(deadLetter, "line")
                .to("{{campus.errors.dead-letter.to}}");

        // A database is a sink like any other here.
        toDeadLetters(routeConfiguration("sinks").onException(Exception.class).continued(true), settings)
                .bean(deadLetter, "lineOfSink")
                .to("{{campus.errors.dead-letter.to}}");

        routeConfiguration("deliver")
            .onException(Exception.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .log(LoggingLevel.WARN, "not delivered yet: ${exception.message}");

        routeConfiguration("publish")
            .onException(Exception.class)
                .logStackTrace(false).logExhausted(false).handled(true)
                .log(LoggingLevel.WARN, "not published: ${exception.message}");
    }

    /** What is tried again as the properties say, and then told. */
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
