package campus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
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
}
