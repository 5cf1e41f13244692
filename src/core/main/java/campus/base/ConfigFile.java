package campus.base;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The reading of files that a property names, and the errors that they have in common. */
public final class ConfigFile {

    private ConfigFile() {
    }

    /** The lines of a text file in UTF-8; throws {@link SettingException} naming key, file and reason. */
    public static List<String> lines(String key, Path file) {
        return text(key, file, StandardCharsets.UTF_8).lines().toList();
    }

    /** The whole of a text file; throws {@link SettingException} naming key, file and reason. */
    public static String text(String key, Path file, Charset charset) {
        try {
            return Files.readString(file, charset);
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

    /** The exception for a line that does not fit. */
    public static SettingException invalid(String key, Path file, int line, String problem, String accepted) {
        return new SettingException(
                key + ": " + file + " line " + line + ": " + problem + "; accepted is " + accepted);
    }

    /** The exception for a file that as a whole does not fit. */
    public static SettingException invalid(String key, Path file, String problem, String accepted) {
        return new SettingException(key + ": " + file + ": " + problem + "; accepted is " + accepted);
    }

    private static SettingException unreadable(String key, Path file, String reason) {
        return new SettingException(key + ": " + file + " cannot be read: " + reason);
    }
}
