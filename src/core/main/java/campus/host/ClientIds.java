package campus.host;

import campus.base.ConfigFile;
import campus.base.Credentials;
import campus.base.PrivateFile;
import campus.base.SettingException;
import campus.base.Settings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prefix of the client identifiers of one application. Two clients with the same one end each other's connections
 * (MQTT 5 section 3.1.4-3), so only one application at a time has the prefix that is kept in the data folder.
 */
final class ClientIds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientIds.class);
    private static final String KEY = "campus.client-id";
    private static final int BYTES = 4;

    private final Settings settings;
    private Optional<FileChannel> lock = Optional.empty();

    ClientIds(Settings settings) {
        this.settings = settings;
    }

    /**
     * The prefix: as {@code campus.client-id} has it, else the one that is kept, else, if another application has that
     * one, a random one.
     *
     * @throws SettingException if the data folder cannot be written
     */
    String prefix(Credentials credentials) {
        if (settings.optional(KEY).isPresent()) {
            return settings.text(KEY);
        }
        Path file = settings.path("campus.data-dir").resolve("client-id.lock");
        try {
            lock = PrivateFile.tryLock(file);
        } catch (IOException e) {
            throw new SettingException(file + " cannot be written (" + ConfigFile.reason(e) + "): set campus.data-dir");
        }
        if (lock.isPresent()) {
            return credentials.valueOrNew(KEY, "campus-", BYTES);
        }
        String prefix = "campus-" + Credentials.random(BYTES);
        LOG.warn("{} is in use by another application: {}={} for this run, and no session outlives it; give each a"
                + " campus.data-dir of its own", file, KEY, prefix);
        return prefix;
    }

    /** Lets another application have the prefix. */
    @Override
    public void close() {
        lock.ifPresent(channel -> IOHelper.close(channel));
    }
}
