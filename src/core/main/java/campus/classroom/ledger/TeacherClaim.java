package campus.classroom.ledger;

import campus.base.SettingException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim of a teacher on its client identifier, among those that share a PostgreSQL: two with one identifier would
 * end each other's connection to the broker, and answer twice. It is an advisory lock that a connection of its own
 * holds, so the server frees it when the teacher dies. If that connection is lost, it is taken again.
 *
 * <p>Each teacher also looks for others that have claimed deliveries and are gone, and frees these. One that was only
 * cut off from the database for a moment is given the time to come back.
 */
final class TeacherClaim implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TeacherClaim.class);
    private static final Duration CHECKS = Duration.ofSeconds(5);
    private static final int ANSWER_SECONDS = 2;
    /** Longer than a restart of the server and the next check of each teacher. */
    private static final Duration ABSENCE = Duration.ofSeconds(9);
    /** Waits for the end of a teacher that was just killed. The server notices within 11 s that a machine is gone. */
    private static final String SETTINGS = "SET lock_timeout = '3s'; SET tcp_keepalives_idle = 5;"
            + " SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3";
    private static final String LOCK = "SELECT pg_advisory_lock(" + key("?") + ")";
    /** SQLSTATE {@code lock_not_available}. */
    private static final String TAKEN = "55P03";

    private final String url;
    private final Properties properties = new Properties();
    private final String name;
    private final Duration absence;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ledger-claim");
        thread.setDaemon(true);
        return thread;
    });
    /** Teachers that are gone, and when that was seen first ({@link System#nanoTime}). */
    private final Map<String, Long> absent = new HashMap<>();
    private Connection connection;
    private boolean logged;

    /**
     * Claims a client identifier until {@link #close}.
     *
     * @param properties of the JDBC driver
     * @throws SettingException if another teacher has it
     * @throws SQLException     if the database fails
     */
    TeacherClaim(String url, Map<String, String> properties, String name) throws SQLException {
        this(url, properties, name, CHECKS, ABSENCE);
    }

    /** As above, with another time between two checks, and after which a teacher is gone. */
    TeacherClaim(String url, Map<String, String> properties, String name, Duration each, Duration absence)
            throws SQLException {
        this.url = url;
        this.properties.putAll(properties);
        this.name = name;
        this.absence = absence;
        try {
            connection = take();
        } catch (SQLException e) {
            checks.shutdown();
            if (TAKEN.equals(e.getSQLState())) {
                throw new SettingException(taken());
            }
            throw e;
        }
        checks.scheduleWithFixedDelay(this::check, each.toMillis(), each.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The key of the lock, in SQL. */
    static String key(String name) {
        return "hashtextextended('campus.client-id ' || " + name + ", 0)";
    }

    private Connection take() throws SQLException {
        Connection own = DriverManager.getConnection(url, properties);
        try {
            Sql.update(own, SETTINGS);
            Sql.query(own, LOCK, row -> null, name);
            return own;
        } catch (SQLException e) {
            own.close();
            throw e;
        }
    }

    private String taken() {
        return "campus.client-id=" + name + ": another teacher with it is using campus.ledger.url="
                + LedgerDatabase.withoutPassword(url) + ": stop it, or give this one a campus.data-dir and a"
                + " campus.client-id of its own";
    }

    /** Takes the lock again if its connection is lost. */
    private synchronized void check() {
        if (checks.isShutdown()) {
            return;
        }
        try {
            if (connection.isValid(ANSWER_SECONDS)) {
                freeDeliveriesOfAbsent();
                return;
            }
            absent.clear();
            connection.close();
            connection = take();
            if (logged) {
                LOG.info("campus.client-id={} is used by this teacher only again", name);
            }
            logged = false;
        } catch (SQLException e) {
            // While the database is away, whoever asks it for something else tells so.
            if (TAKEN.equals(e.getSQLState()) && !logged) {
                LOG.error("{}; it came while the database was away", taken());
                logged = true;
            }
        }
    }

    private void freeDeliveriesOfAbsent() throws SQLException {
        long now = System.nanoTime();
        List<String> names = Deliveries.absentTeachers(connection);
        absent.keySet().retainAll(names);
        for (String teacher : names) {
            if (now - absent.computeIfAbsent(teacher, first -> now) >= absence.toNanos()) {
                LOG.info("deliveries of the teacher {}, which is gone, that others do now: {}", teacher,
                        Deliveries.free(connection, teacher));
            }
        }
    }

    @Override
    public void close() {
        checks.shutdown();
        synchronized (this) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("the connection had ended", e);
            }
        }
    }
}
