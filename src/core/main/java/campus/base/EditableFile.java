package campus.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that users may edit, readable by its owner only; made from the packaged one where they have none. */
public final class EditableFile {

    private EditableFile() {
    }

    /**
     * The file that a property names; if it names none, the one in the data folder, made if need be.
     *
     * @param owner the class beside which the packaged file stands
     * @param name  of the packaged file, and of the one in the data folder
     * @throws SettingException where it cannot be made
     */
    public static Path file(Settings settings, String key, Class<?> owner, String name) {
        Path file = path(settings, key, name);
        if (settings.optional(key).isEmpty() && Files.notExists(file)) {
            try (InputStream example = owner.getResourceAsStream(name)) {
                PrivateFile.write(file, new String(example.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new SettingException(file + " cannot be written (" + e + "): set campus.data-dir or " + key);
            }
        }
        return file;
    }

    /** The same, whether there is such a file or not. */
    public static Path path(Settings settings, String key, String name) {
        return settings.optional(key).isPresent()
                ? settings.path(key)
                : settings.path("campus.data-dir").resolve(name);
    }
}
