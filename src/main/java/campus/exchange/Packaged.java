package campus.exchange;

import campus.base.OwnerOnly;
import campus.base.SettingException;
import campus.base.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that users may edit, readable by its owner only; made from the packaged one where they have none. */
final class Packaged {

    private Packaged() {
    }

    /**
     * The file that a property names; where it names none, the one in the data folder, made if need be.
     *
     * @throws SettingException where it cannot be made
     */
    static Path file(Settings settings, String key, String name) {
        Path file = path(settings, key, name);
        if (settings.optional(key).isEmpty() && Files.notExists(file)) {
            try (InputStream example = Packaged.class.getResourceAsStream(name)) {
                OwnerOnly.write(file, new String(example.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new SettingException(file + " cannot be written (" + e + "): set campus.data-dir or " + key);
            }
        }
        return file;
    }

    /** The same, whether there is such a file or not. */
    static Path path(Settings settings, String key, String name) {
        return settings.optional(key).isPresent()
                ? settings.path(key)
                : settings.path("campus.data-dir").resolve(name);
    }
}
