package campus.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that users may edit, and that only its owner may read. The program has a default of it in its jar. */
public final class EditableFile {

    private EditableFile() {
    }

    /**
     * The file of a property. If the property is not set, the file in the data folder, which is copied from the default
     * if it does not exist.
     *
     * @param owner the class in whose package the default is
     * @param name  of the default, and of the file in the data folder
     * @throws SettingException if the file cannot be written
     */
    public static Path file(Settings settings, String key, Class<?> owner, String name) {
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
        return settings.optional(key).isPresent()
                ? settings.path(key)
                : settings.path("campus.data-dir").resolve(name);
    }
}
