package campus.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTopicsTest {

    private static final String KEY = "campus.exchange.response-topic";

    private final ResponseTopics topics = new ResponseTopics("DST/RESPUESTA");

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA/a", "DST/RESPUESTA/a/b", "DST/RESPUESTA/campus-1234/1", "DST/RESPUESTA/ñ"})
    void aTopicBelowThePrefixIsAccepted(String topic) {
        assertThat(topics.accepts(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DST/RESPUESTA", "DST/RESPUESTA/", "DST/RESPUESTA//x",
        "DST/CODIGO", "DST/RESPUESTAS/a", "DST/RESPUESTA/+",
        "DST/RESPUESTA/a/#", "dst/respuesta/a", "/DST/RESPUESTA/a", "$SYS/x", "DST/RESPUESTA/\0", "DST/RESPUESTA/a\n"})
    void anyOtherTopicIsRefused(String topic) {
        assertThat(topics.accepts(topic)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"DST/RESPUESTA/a,a", "DST/RESPUESTA/a/b,a", "DST/RESPUESTA/a/b/c,a", "DST/RESPUESTA/a/,a"})
    void theFirstLevelBelowThePrefixIsTheOwner(String topic, String owner) {
        assertThat(topics.owner(topic)).contains(owner);
    }

    @Test
    void aResponseTopicHas200CharactersAtMost() {
        assertThat(topics.accepts("DST/RESPUESTA/" + "x".repeat(186))).isTrue();
        assertThat(topics.accepts("DST/RESPUESTA/" + "x".repeat(187))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DST/RESPUESTA", "a/b/c", "answers", "un tema"})
    void thePrefixIsATopicName(String prefix) {
        assertThat(ResponseTopics.of(Settings.of(Map.of(KEY, prefix))).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "a/#", "a/+/b", "a/", "/a", "a?b", "a%b"})
    void aPrefixThatIsNoTopicNameIsRefused(String prefix) {
        assertThatThrownBy(() -> ResponseTopics.of(Settings.of(Map.of(KEY, prefix))))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessage(KEY + "=" + prefix + " cannot be used: accepted is a topic name such as DST/RESPUESTA");
    }
}
