package campus.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The reading of text files that a property names, and the form of their errors. */
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
