package campus.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Keeps the events that one class or route logs between {@link #start()} and {@link #stop()}. */
public final class LogLines extends AbstractAppender {

    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** @param source a class that logs under its name */
    public LogLines(Class<?> source) {
        this(source.getName());
    }

    /** @param source name of a logger: a class or a route */
    public LogLines(String source) {
        super("lines of " + source, null, null, true, Property.EMPTY_ARRAY);
        logger = (Logger) LogManager.getLogger(source);
    }

    /** Each event as its level, a blank and its message. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }

    @Override
    public void start() {
        super.start();
        logger.addAppender(this);
    }

    @Override
    public void stop() {
        logger.removeAppender(this);
        super.stop();
    }
}
