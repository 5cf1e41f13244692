package campus.broker;

import campus.base.SettingException;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The reading and the errors that the two files of the broker have in common. */
final class ConfigFile {

    private ConfigFile() {
    }

    static List<String> lines(String key, Path file) {
        try {
            return Files.readAllLines(file);
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

    static SettingException invalid(String key, Path file, int line, String problem, String accepted) {
        return new SettingException(
                key + ": " + file + " line " + line + ": " + problem + "; accepted is " + accepted);
    }

    private static SettingException unreadable(String key, Path file, String reason) {
        return new SettingException(key + ": " + file + " cannot be read: " + reason);
    }
}
