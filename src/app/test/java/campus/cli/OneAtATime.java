package campus.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests that load the whole machine: one at a time, over all JVMs of a build. */
final class OneAtATime implements BeforeEachCallback, AfterEachCallback {

    private FileChannel channel;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        channel = FileChannel.open(Path.of("target", "one-at-a-time.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        channel.lock();
    }

    /** The lock ends with the channel. */
    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        channel.close();
    }
}
