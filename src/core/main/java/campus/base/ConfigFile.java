package campus.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

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
        } catch (IOException e) {
            throw new SettingException(key + ": " + file + " cannot be read: " + reason(e));
        }
    }

    /** Why a file cannot be read or written, for a user: Java often has only its name for a message. */
    public static String reason(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getMessage() + " is there and is no folder";
        }
        return "Is a directory".equals(e.getMessage()) ? "it is a folder"
                : Objects.toString(e.getMessage(), e.toString());
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
                throw new SettingException(file + " cannot be written (" + reason(e)
                        + "): set campus.data-dir or " + key);
            }
        }
        return file;
    }

    /** The path of the file of a property; if the property is not set, of the one in the data folder. */
    public static Path path(Settings settings, String key, String name) {
        return settings.optional(key).isPresent() ? settings.path(key) : settings.path("campus.data-dir").resolve(name);
    }

    /**
     * The exception for a line that cannot be used.
     *
     * @param line number of the line, from 1
     */
    public static SettingException invalid(String key, Path file, int line, String problem, String accepted) {
        return new SettingException(key + ": " + file + " line " + line + ": " + problem + "; accepted is " + accepted);
    }
}
