package campus.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Keeps the events that a class, a route or a package logs between {@link #start()} and {@link #stop()}. */
public final class LogLines extends AbstractAppender {

    /** Not the logger of the source: with an appender it would no longer log to the root's, for as long as the JVM. */
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final String source;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** @param source a class that logs under its name */
    public LogLines(Class<?> source) {
        this(source.getName());
    }

    /** @param source name of a logger: a class or a route, or a package with all below it */
    public LogLines(String source) {
        super("lines of " + source, null, null, true, Property.EMPTY_ARRAY);
        this.source = source;
    }

    /** Each event as its level, a blank and its message. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void append(LogEvent event) {
        if ((event.getLoggerName() + ".").startsWith(source + ".")) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }

    @Override
    public void start() {
        super.start();
        root.addAppender(this);
    }

    @Override
    public void stop() {
        root.removeAppender(this);
        super.stop();
    }
}
