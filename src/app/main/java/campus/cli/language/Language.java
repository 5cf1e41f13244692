package campus.cli.language;

import campus.base.PackagedProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** A language of the help and the messages of the command line. */
public enum Language {

    /** As the sources have it. */
    ENGLISH("en"),
    /** As the bundles of this package have it. */
    SPANISH("es");

    private static final String KEY = "campus.language";
    private static final String VARIABLE = "CAMPUS_LANGUAGE";
    private static final Path FILE = Path.of("application.properties");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /**
     * The language of this process: of the property {@code campus.language}, else of the locale. It is wanted before
     * the properties are checked, for a command line that cannot be read; so a value that cannot be used counts as none
     * here.
     *
     * @param arguments the command line
     */
    public static Language of(String... arguments) {
        return of(System.getenv(), FILE, Locale.getDefault(Locale.Category.DISPLAY), arguments);
    }

    static Language of(Map<String, String> environment, Path file, Locale system, String... arguments) {
        return option(arguments).filter(Language::isUsable)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)).filter(Language::isUsable))
                .or(() -> property(file)).flatMap(Language::named)
                .orElseGet(() -> ofLocale(environment, system));
    }

    private static boolean isUsable(String name) {
        return name.isBlank() || named(name).isPresent();
    }

    /** The last {@code -D campus.language=...}. */
    private static Optional<String> option(String... arguments) {
        return Stream.of(arguments).map(argument -> argument.replaceFirst("^-D=?", ""))
                .filter(argument -> argument.startsWith(KEY + "="))
                .map(argument -> argument.substring(KEY.length() + 1)).reduce((first, last) -> last);
    }

    private static Optional<String> property(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            return Optional.ofNullable(PackagedProperties.read(in).get(KEY));
        } catch (IOException | IllegalArgumentException e) {
            // The command says what is wrong with the file.
            return Optional.empty();
        }
    }

    private static Optional<Language> named(String name) {
        return Stream.of(values()).filter(language -> language.code.equals(name.strip())).findFirst();
    }

    /**
     * Java has English for a locale that this machine does not have, so the variables come first. The locale C has no
     * language: then it is that of Java, for which the launcher may have chosen it.
     */
    private static Language ofLocale(Map<String, String> environment, Locale system) {
        String name = Stream.of("LC_ALL", "LC_MESSAGES", "LANG").map(environment::get)
                .filter(value -> value != null && !value.isEmpty()).findFirst().orElse(system.getLanguage());
        String language = name.split("[_.@-]", 2)[0];
        return (language.equals("C") ? system.getLanguage() : language).equals(SPANISH.code) ? SPANISH : ENGLISH;
    }

    /**
     * A text for a person.
     *
     * @param english as the program has it
     * @return the text in this language; the same text if there is no translation
     */
    public String text(String english) {
        return this == ENGLISH ? english : Spanish.TRANSLATION.of(english);
    }

    /** The help of all commands, by the keys of picocli; empty if it is that of the annotations. */
    public Optional<ResourceBundle> help() {
        return this == ENGLISH ? Optional.empty() : Optional.of(ResourceBundle.getBundle(
                Language.class.getPackageName() + ".help", Locale.forLanguageTag(code)));
    }

    /** Loaded at the first use: most commands say nothing. */
    private static final class Spanish {

        private static final Translation TRANSLATION =
                new Translation(messages(ENGLISH), messages(SPANISH));
    }

    /** The texts of a language by their keys, in the order of the file. */
    static Map<String, String> messages(Language language) {
        InputStream file = Language.class.getResourceAsStream("messages_" + language.code + ".properties");
        try (Reader in = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            return PackagedProperties.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
