package campus.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "/", "a//b", "+", "#", "a/+/c", "a/#", "+/+/#", "a b/c", "$SYS/#", "a/"})
    void aValidFilter(String text) {
        assertThat(TopicFilter.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a#", "#a", "#/", "a/+b", "++", "a/b+/c", "a\0b"})
    void anInvalidFilter(String text) {
        assertThat(TopicFilter.isValid(text)).isFalse();
    }

    @Test
    void hasAtMost65535BytesInUtf8() {
        String longest = "é".repeat(32_767) + "a";
        assertThat(TopicFilter.isValid(longest)).isTrue();
        assertThat(TopicFilter.isValid(longest + "a")).isFalse();
        assertThat(TopicFilter.isValid("a/\uD800")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'',            it is empty (MQTT 5 section 4.7.3)",
        "a/#/b,         # must be the last level (MQTT 5 section 4.7.1.2)",
        "'a#',            '# stands for whole levels, alone after a slash (MQTT 5 section 4.7.1.2)'",
        "a+,            '+ stands for a whole level, alone between slashes (MQTT 5 section 4.7.1.3)'",
        "$share,        'accepted is $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)'",
        "$share/g,      'accepted is $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)'",
        "$share//a,     'accepted is $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)'",
        "$share/g/,     'accepted is $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)'",
        "$share/+/a,    'accepted is $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)'",
        "$share/g/a/#/b, # must be the last level (MQTT 5 section 4.7.1.2)",
    })
    void theBrokenRuleIsNamed(String text, String rule) {
        assertThatThrownBy(() -> TopicFilter.ofSubscription(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "/", "a//b", "$SYS/x", "a b", "a/"})
    void aTopicNameIsAFilterWithoutWildcards(String text) {
        assertThat(TopicFilter.isTopicName(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "#", "a/+", "a/#", "a+", "a#b", "a\0b", "\uD800"})
    void anyOtherTextIsNoTopicName(String text) {
        assertThat(TopicFilter.isTopicName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a/#", "+/x", "$share/g/a/#", "$SYS/#", "/a"})
    void aFilterThatFitsAUri(String text) {
        assertThat(TopicFilter.fitsUri(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "$share/g", "a?b", "a%b", "//a"})
    void aTextThatDoesNotFitAUri(String text) {
        assertThat(TopicFilter.fitsUri(text)).isFalse();
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "a/+,             a/b,    true",
        "a/+,             a/+,    false",
        "a/#,             a,      true",
        "#,               $SYS/a, false",
        "$share/g/a/#,    a/b,    true",
        "$shared/#,       $shared/a, true",
    })
    void matchesTopics(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.ofSubscription(filter).matches(topic)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "a,          a,          true",
        "a,          b,          false",
        "a,          a/b,        false",
        "a/b,        a,          false",
        "a/+,        a/b,        true",
        "a/+,        a/+,        true",
        "a/+,        a/,         true",
        "a/+,        a,          false",
        "a/+,        a/b/c,      false",
        "a/+,        a/#,        false",
        "a/b,        a/+,        false",
        "a/#,        a/#,        true",
        "a/#,        a,          true",
        "a/#,        a/b/c,      true",
        "a/#,        a/+/c,      true",
        "a/#,        a/b/#,      true",
        "a/#,        #,          false",
        "a/#,        +/b,        false",
        "a/b/#,      a/#,        false",
        "a/+/#,      a/#,        false",
        "a/+/#,      a/b/#,      true",
        "a/+/#,      a,          false",
        "#,          +/b,        true",
        "#,          #,          true",
        "+/#,        #,          true",
        "#,          +/#,        true",
        "#,          $SYS/#,     false",
        "#,          $SYS,       false",
        "+/x,        $SYS/x,     false",
        "+,          $SYS,       false",
        "$SYS/#,     $SYS/a/b,   true",
        "$SYS/#,     $SYS,       true",
        "$SYS/+,     $SYS/a,     true",
        "a/$b,       a/$b,       true",
        "a/+,        a/$b,       true",
        "/+,         /a,         true",
        "+/+,        /a,         true",
        "+,          /a,         false",
        "A/b,        a/b,        false",
    })
    void coversFilters(String wide, String narrow, boolean expected) {
        assertThat(TopicFilter.of(wide).covers(TopicFilter.of(narrow))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} and {1} overlap: {2}")
    @CsvSource({
        "a,          a,          true",
        "a,          b,          false",
        "a,          a/b,        false",
        "a/+,        +/b,        true",
        "a/+/c,      a/b/+,      true",
        "a/+/c,      a/b/d,      false",
        "a/#,        a,          true",
        "a/#,        a/b/c,      true",
        "a/#,        +,          true",
        "a/#,        b/#,        false",
        "a/b/#,      a/#,        true",
        "a/b/#,      +/c/#,      false",
        "a/b/c,      a/+,        false",
        "a/b/#,      a,          false",
        "#,          a/b,        true",
        "#,          $SYS/a,     false",
        "+/a,        $SYS/a,     false",
        "$SYS/#,     $SYS/+/x,   true",
    })
    void overlapsFilters(String one, String other, boolean expected) {
        assertThat(TopicFilter.of(one).overlaps(TopicFilter.of(other))).isEqualTo(expected);
        assertThat(TopicFilter.of(other).overlaps(TopicFilter.of(one))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a/b a/# a/+ a/#, a/#", "a/+ +/b, a/+ +/b", "# $SYS/#, # $SYS/#", "a b, a b",
        "# $share/g/a $share/h/#, # $share/g/a $share/h/#"})
    void withoutThoseThatAnotherCovers(String filters, String rest) {
        assertThat(TopicFilter.withoutCovered(List.of(filters.split(" ")))).containsExactly(rest.split(" "));
    }
}
