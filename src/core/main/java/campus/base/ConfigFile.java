package campus.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The text files that a property names, and the form of their errors. */
public final class ConfigFile {

    private ConfigFile() {
    }

    /**
     * The lines of a text file in UTF-8.
     *
     * @param key the property that names the file
     * @throws SettingException with key, file and reason, if the file cannot be read
     */
    public static List<String> lines(String key, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException e) {
            throw unreadable(key, file, "there is no such file");
        } catch (AccessDeniedException e) {
            throw unreadable(key, file, "permission denied");
        } catch (CharacterCodingException e) {
            throw unreadable(key, file, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(key, file, e.getMessage());
        }
    }

    /**
     * The file of a property. If the property is not set, the file in the data folder, which is copied from the default
     * in the jar if it does not exist; only its owner can read it.
     *
     * @param owner the class in whose package the default is
     * @param name  of the default, and of the file in the data folder
     * @throws SettingException if the file cannot be written
     */
    public static Path editable(Settings settings, String key, Class<?> owner, String name) {
        Path file = path(settings, key, name);
        if (settings.optional(key).isEmpty() && Files.notExists(file)) {
            try (InputStream packaged = owner.getResourceAsStream(name)) {
                PrivateFile.write(file, new String(packaged.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new SettingException(file + " cannot be written (" + e + "): set campus.data-dir or " + key);
            }
        }
        return file;
    }

    /** The path of the file of a property; if the property is not set, of the one in the data folder. */
    public static Path path(Settings settings, String key, String name) {
        return settings.optional(key).isPresent() ? settings.path(key)
                : settings.path("campus.data-dir").resolve(name);
    }

    /**
     * The exception for a line that cannot be used.
     *
     * @param line number of the line, from 1
     */
    public static SettingException invalid(String key, Path file, int line, String problem, String accepted) {
        return new SettingException(
                key + ": " + file + " line " + line + ": " + problem + "; accepted is " + accepted);
    }

    private static SettingException unreadable(String key, Path file, String reason) {
        return new SettingException(key + ": " + file + " cannot be read: " + reason);
    }
}
