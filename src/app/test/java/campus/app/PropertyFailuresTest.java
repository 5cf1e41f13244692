package campus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import campus.base.SettingException;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyFailuresTest {

    /** Camel has other words for the URI than the one who wrote it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sql:insert into t values(:#${body})?dataSource=#nope | sql:insert into t values(:#${body})"
                + " | No bean could be found in the registry for: nope",
        "sql:insert into t values(?)?dataSource=#nope | sql:insert into t values(| Property 'dataSource' is required",
        "sql:select 100%? | sql:select 100% | Property 'dataSource' is required",
        "file:data/a b?nosuch=1 | file:data/a b | there is no option nosuch: accepted is allowNullBody, ",
        "lines:data/x?nam=a | lines:data/x | there is no option nam: did you mean name?",
        "lines:data/x?colour=a | lines:data/x | there is no option colour: accepted is folder, lazyStartProducer,"
            + " maxSize, name, rotate, sync",
        "nosuch:sink | nosuch:sink | the component nosuch is not in the program: add its dependency, often"
            + " camel-nosuch, to src/app/pom.xml and build (views.md)",
        "kafka:readings?brokers=h:1 | kafka:readings | the component kafka is not in the program: build with -Pkafka"
            + " (views.md)",
        "data/room.jsonl | data/room.jsonl | accepted is the URI of a Camel endpoint"})
    void anEndpointThatCannotBeMadeIsToldByItsProperty(String uri, String shown, String reason) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("campus.view.temperature.to", uri);
        properties.setProperty("campus.view.room.to", "log:room");
        try (CamelContext context = new DefaultCamelContext()) {
            Exception failure = catchException(() -> context.getEndpoint(uri).start());
            assertThat(new PropertyFailures(properties, context).explain(failure))
                    .message().startsWith("campus.view.temperature.to=" + shown + " cannot be used: ").contains(reason);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cleanStart=false&cleanStrat=false | there is no option cleanStrat: did you mean cleanStart?",
        "cleanStart=false&sessionExpiryInterval=1h | sessionExpiryInterval=1h cannot be used: accepted is a whole"
            + " number of seconds from -1 to 4294967295",
        "cleanStart=maybe | Cannot convert the String value: maybe to type: boolean as the value is not true or false"})
    void anOptionOfASessionIsToldByItsProperty(String session, String reason) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("campus.session.durable", session);
        properties.setProperty("campus.session.clean", "cleanStart=true");
        try (CamelContext context = new DefaultCamelContext()) {
            Exception failure = catchException(() -> context.getEndpoint("paho-mqtt5:a/#?qos=1&" + session));
            assertThat(new PropertyFailures(properties, context).explain(failure))
                    .hasMessage("campus.session.durable: " + reason);
        }
    }

    @Test
    void whatAnEndpointNeedsAndCannotUseIsToldAlone() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
                throw new SettingException("data/credentials.properties cannot be read");
            });
            Exception failure = catchException(() -> context.getEndpoint("log:subscribe?level=INFO"));
            assertThat(new PropertyFailures(new Properties(), context).explain(failure))
                    .hasMessage("data/credentials.properties cannot be read");
        }
    }
}
