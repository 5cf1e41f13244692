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
        "file:data/a b?nosuch=1 | file:data/a b | there is no option nosuch",
        "nosuch:sink | nosuch:sink | No endpoint could be found for: nosuch://sink"})
    void anEndpointThatCannotBeMadeIsToldByItsProperty(String uri, String shown, String reason) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("campus.view.temperature.to", uri);
        properties.setProperty("campus.view.room.to", "log:room");
        try (CamelContext context = new DefaultCamelContext()) {
            Exception failure = catchException(() -> context.getEndpoint(uri).start());
            assertThat(PropertyFailures.explain(failure, properties))
                    .message().startsWith("campus.view.temperature.to=" + shown + " cannot be used: ").contains(reason);
        }
    }
}
