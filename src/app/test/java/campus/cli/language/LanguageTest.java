package campus.cli.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which language the command line speaks. */
class LanguageTest {

    private static final Locale UNKNOWN_TO_JAVA = Locale.ENGLISH;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LANG=es_ES.UTF-8                          | SPANISH
        LANG=es                                   | SPANISH
        LANG=es_MX@euro                           | SPANISH
        LANG=C.UTF-8                              | ENGLISH
        LANG=est_EE.UTF-8                         | ENGLISH
        LANG=en_US.UTF-8 LC_MESSAGES=es_ES.UTF-8  | SPANISH
        LC_MESSAGES=es_ES.UTF-8 LC_ALL=C          | ENGLISH
        LANG=es_ES.UTF-8 LC_ALL=                  | SPANISH
        LANG=es_ES.UTF-8 LC_TIME=en_US.UTF-8      | SPANISH
        LANG=es_ES.UTF-8 CAMPUS_LANGUAGE=en       | ENGLISH
        LANG=en_US.UTF-8 CAMPUS_LANGUAGE=es       | SPANISH
        LANG=es_ES.UTF-8 CAMPUS_LANGUAGE=         | SPANISH
        """)
    void theEnvironmentSaysItEvenIfJavaDoesNotHaveTheLocale(String variables, Language expected) {
        assertThat(Language.of(environment(variables), folder.resolve("none"), UNKNOWN_TO_JAVA)).isEqualTo(expected);
    }

    @Test
    void withoutVariablesItIsTheLanguageOfTheSystem() {
        assertThat(Language.of(environment("LC_ALL=C.UTF-8"), folder.resolve("none"), Locale.forLanguageTag("es")))
                .isEqualTo(Language.SPANISH);
        assertThat(Language.of(Map.of(), folder.resolve("none"), Locale.forLanguageTag("es-ES")))
                .isEqualTo(Language.SPANISH);
        assertThat(Language.of(Map.of(), folder.resolve("none"), Locale.GERMANY)).isEqualTo(Language.ENGLISH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        pub -D campus.language=es                        | SPANISH
        -Dcampus.language=es pub                         | SPANISH
        -D=campus.language=es pub                        | SPANISH
        pub -D campus.language=en -D campus.language=es  | SPANISH
        pub -D campus.language=en -D campus.language=    | ENGLISH
        pub -D campus.language=fr                        | SPANISH
        pub -D campus.language=en                        | ENGLISH
        pub -D campus.languages=en                       | SPANISH
        """)
    void theCommandLineWins(String arguments, Language expected) throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"), "campus.language=en\n");
        assertThat(Language.of(environment("CAMPUS_LANGUAGE=es LANG=C"), file, Locale.ENGLISH, arguments.split(" +")))
                .isEqualTo(expected);
    }

    @Test
    void theFileIsAfterTheVariableAndBeforeTheLocale() throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"), "# Idioma\ncampus.language = es\n");
        assertThat(Language.of(environment("LANG=C.UTF-8"), file, Locale.ENGLISH)).isEqualTo(Language.SPANISH);
        assertThat(Language.of(environment("CAMPUS_LANGUAGE=en"), file, Locale.ENGLISH)).isEqualTo(Language.ENGLISH);
        Files.writeString(file, "campus.language=\\u00");
        assertThat(Language.of(environment("LANG=es"), file, Locale.ENGLISH)).as("a file that cannot be read")
                .isEqualTo(Language.SPANISH);
    }

    private static Map<String, String> environment(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" +")) {
            String[] parts = variable.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return environment;
    }
}
