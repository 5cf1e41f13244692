package campus.app;

import static org.assertj.core.api.Assertions.assertThat;

import campus.base.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No password in the URI of an endpoint is shown. */
class ShownUriTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "smtp://127.0.0.1:25?username=prof&password=RAW(a?b)c)      | smtp://127.0.0.1:25",
        "smtps://prof:se@cr/et@mail.example:465?a=b@c                | smtps://mail.example:465",
        "smtp:prof:secret@mail.example                               | smtp:mail.example",
        "kafka:topic?brokers=h:1&saslJaasConfig=secret               | kafka:topic",
        "file:data/ana@example?fileName=x                            | file:data/ana@example",
        "log:temperature                                             | log:temperature"})
    void onlySchemeAndHostOfAnEndpoint(String uri, String shown) {
        assertThat(PropertyFailures.shown(uri)).isEqualTo(shown);
    }

    @Test
    void theSummaryOfAStartHasNoPassword() {
        Map<String, String> values = new HashMap<>();
        Properties properties = Configuration.load(Map.of("campus.teacher.mail.to",
                "smtp://127.0.0.1:25?username=prof&password=RAW(secret)"));
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        assertThat(Summary.of(Settings.of(values), Map.of(), Map.of(), Optional.empty()))
                .anyMatch(line -> line.endsWith("mail to smtp://127.0.0.1:25"))
                .noneMatch(line -> line.contains("secret"));
    }
}
