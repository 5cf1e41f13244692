package campus.sink;

import campus.base.PrintableText;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each body as a line to a file of a folder, all waiting lines with one write. One thread writes while there
 * are producers, and the next steps of a route run on it, so they should not be slow. Two endpoints may have the same
 * file, as each write is one append.
 */
@UriEndpoint(scheme = "lines", title = "Lines", syntax = "lines:folder", producerOnly = true, remote = false,
        category = Category.FILE, firstVersion = "1.0.0")
public final class LinesEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(LinesEndpoint.class);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})([KMG]?)B?");

    @UriPath(description = "The folder, created if it does not exist")
    @Metadata(required = true)
    private final String folder;
    @UriParam(defaultValue = "readings", description = "The beginning of the file names")
    private String name = "readings";
    @UriParam(defaultValue = "day", enums = "day,none", description = "When a new file begins, days by UTC")
    private String rotate = "day";
    @UriParam(defaultValue = "0", description = "The maximum size of a file, in bytes, KB, MB or GB; 0 for any size")
    private String maxSize = "0";
    @UriParam(description = "Whether each group is forced to the disk, so that it survives a power failure")
    private boolean sync;

    private int users;
    private LineQueue queue;
    private ExecutorService executor;

    LinesEndpoint(String uri, LinesComponent component, String folder) {
        super(uri, component);
        this.folder = folder;
    }

    public String getName() {
        return name;
    }

    /** @param name the beginning of the file names */
    public void setName(String name) {
        this.name = name;
    }

    public String getRotate() {
        return rotate;
    }

    /** @param rotate {@code day} or {@code none} */
    public void setRotate(String rotate) {
        this.rotate = rotate;
    }

    public String getMaxSize() {
        return maxSize;
    }

    /** @param maxSize such as {@code 500KB}, {@code 100MB}, {@code 1GB}; 1 KB is 1024 bytes */
    public void setMaxSize(String maxSize) {
        this.maxSize = maxSize;
    }

    public boolean isSync() {
        return sync;
    }

    /** @param sync whether each group is forced to the disk */
    public void setSync(boolean sync) {
        this.sync = sync;
    }

    @Override
    public Producer createProducer() {
        files();
        return new LinesProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lines: can be written, not read");
    }

    static void require(String option, String value, String pattern, String accepted) {
        if (value == null || !value.matches(pattern)) {
            throw invalid(option, value, accepted);
        }
    }

    private static IllegalArgumentException invalid(String option, String value, String accepted) {
        String printable = value == null ? "" : PrintableText.of(value);
        return new IllegalArgumentException(option + "=" + printable + " cannot be used: accepted is " + accepted);
    }

    /** @throws IllegalArgumentException if an option cannot be used */
    LineFolder files() {
        require("name", name, "[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]{0,149}",
                "the beginning of a file name, without / and \\, not with a dot first");
        require("rotate", rotate, "day|none", "day or none");
        return new LineFolder(path(), name, rotate.equals("day"), bytes(), ((LinesComponent) getComponent()).clock());
    }

    private Path path() {
        require("folder", folder, ".*\\S.*", "the path of a folder");
        try {
            return Path.of(folder);
        } catch (InvalidPathException e) {
            throw invalid("folder", folder, "the path of a folder");
        }
    }

    private long bytes() {
        Matcher size = SIZE.matcher(maxSize == null ? "" : maxSize.toUpperCase(Locale.ROOT));
        if (size.matches()) {
            try {
                int unit = size.group(2).isEmpty() ? 0 : "KMG".indexOf(size.group(2)) + 1;
                return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * unit));
            } catch (ArithmeticException e) {
                throw invalid("maxSize", maxSize, "less than 8000000000GB");
            }
        }
        throw invalid("maxSize", maxSize, "0 for no limit, or a size such as 500KB, 100MB, 1GB");
    }

    /** The queue for a producer; the first producer starts its thread. */
    synchronized LineQueue open() {
        if (users == 0) {
            LineFolder files = files();
            Object lock = ((LinesComponent) getComponent()).lock(files.folder(), files.name());
            queue = new LineQueue(new LineWriter(files, sync, lock, FileChannel::open));
            executor = getCamelContext().getExecutorServiceManager()
                    .newSingleThreadExecutor(this, "lines to " + folder + "/" + name);
            executor.execute(queue);
        }
        users++;
        return queue;
    }

    /** Gives the queue of a producer back; after the last one the waiting lines are written and the file is closed. */
    void release() {
        LineQueue last;
        ExecutorService writing;
        synchronized (this) {
            if (--users > 0) {
                return;
            }
            last = queue;
            writing = executor;
        }
        last.close();
        ExecutorServiceManager manager = getCamelContext().getExecutorServiceManager();
        if (last.isWriter()) {
            manager.shutdown(writing);
            return;
        }
        manager.shutdownGraceful(writing);
        if (last.size() > 0) {
            LOG.warn("{} lines for {}/{} are not yet written: the disk, or the next step of the route, is too slow",
                    last.size(), folder, name);
        }
    }
}
