package campus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String KEY = "campus.some.key";
    private static final String NOT_SET =
            "campus.some.key is not set: give it a value in application.properties or with -D campus.some.key=...";

    @Test
    void textIsTrimmed() {
        assertThat(settings(" \t two words ").text(KEY)).isEqualTo("two words");
        assertThat(settings(" x ").optional(KEY)).contains("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankCountsAsNotSet(String blank) {
        Settings settings = settings(blank);
        assertThat(settings.optional(KEY)).isEmpty();
        assertRefused(settings, s -> s.text(KEY), NOT_SET);
    }

    @Test
    void everyTypeRefusesWhatIsNotSet() {
        Settings empty = Settings.of(Map.of());
        assertThat(empty.optional(KEY)).isEmpty();
        assertRefused(empty, s -> s.text(KEY), NOT_SET);
        assertRefused(empty, s -> s.flag(KEY), NOT_SET);
        assertRefused(empty, s -> s.integer(KEY, 1, 2), NOT_SET);
        assertRefused(empty, s -> s.duration(KEY, Duration.ZERO), NOT_SET);
        assertRefused(empty, s -> s.path(KEY), NOT_SET);
    }

    @Test
    void flagIsTrueOrFalse() {
        assertThat(settings("true").flag(KEY)).isTrue();
        assertThat(settings(" false ").flag(KEY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", "False", "yes", "1", "on", "truee"})
    void flagRefusesAnythingElse(String value) {
        assertRefused(settings(value), s -> s.flag(KEY),
                "campus.some.key=" + value + " cannot be used: accepted is true or false");
    }

    @ParameterizedTest
    @CsvSource({"-5,-5", "0,0", "7,7", "+3,3", "' 6 ',6"})
    void integerTakesBothBounds(String value, int expected) {
        assertThat(settings(value).integer(KEY, -5, 7)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-6", "8", "1.0", "1e0", "seven", "99999999999", "1_0", "0x1"})
    void integerRefusesOtherTextAndNamesTheRange(String value) {
        assertRefused(settings(value), s -> s.integer(KEY, -5, 7),
                "campus.some.key=" + value + " cannot be used: accepted is a whole number from -5 to 7");
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "1s,PT1S", "1.5s,PT1.5S", "10m,PT10M", "1h30m,PT1H30M", "100ms,PT0.1S",
        "8760h,P365D"})
    void durationTakesItsMinimumAndMore(String value, Duration expected) {
        assertThat(settings(value).duration(KEY, Duration.ofMillis(100))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99ms", "0s", "-1s", "10", "ten seconds", "1 s", "1d", "ms", "99999999999999999999s",
        "99999999999999999999ms", "8761h", "1000000000h"})
    void durationRefusesOtherTextAndNamesTheRange(String value) {
        assertRefused(settings(value), s -> s.duration(KEY, Duration.ofMillis(100)), "campus.some.key=" + value
                + " cannot be used: accepted is a length of time from 100ms to 8760h, such as 500ms, 1s, 10m or 1h30m");
    }

    @Test
    void pathIsRelativeToTheWorkingDirectory() {
        assertThat(settings("data/ok.txt").path(KEY)).isEqualTo(Path.of("data", "ok.txt"));
    }

    @Test
    void pathRefusesWhatALoneBackslashMakesOfALetter() {
        for (char control : "\0\r\n\t\f".toCharArray()) {
            assertRefused(settings("C:" + control + "oster.txt"), s -> s.path(KEY),
                    "campus.some.key=C:?oster.txt cannot be used: accepted is the path of a file or folder, with / or"
                            + " two backslashes in application.properties");
        }
    }

    @Test
    void namesAndKeysAreThoseBelowAPrefix() {
        Settings settings = Settings.of(Map.of("campus.view.b.filter", "x", "campus.view.b.to", "x", "campus.view.a.to",
                "x", "campus.view.a.to.2", "x", "campus.view.login", "x", "campus.views.c.to", "x"));
        assertThat(settings.names("campus.view.")).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.keys("campus.view.a.")).containsExactly("to", "to.2");
        assertThat(settings.names("campus.building.")).isEmpty();
    }

    private static Settings settings(String value) {
        return Settings.of(Map.of(KEY, value));
    }

    private static void assertRefused(Settings settings, Function<Settings, Object> read, String message) {
        assertThatThrownBy(() -> read.apply(settings)).isExactlyInstanceOf(SettingException.class).hasMessage(message);
    }
}
