package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import campus.classroom.Refusal;
import campus.classroom.RefusedException;
import campus.testkit.ManualClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalCounterTest {

    private final ManualClock clock = new ManualClock();
    @TempDir
    private Path folder;

    @Test
    void countsByDayKindAndReasonAcrossRestarts() throws Exception {
        try (LedgerDatabase database = LedgerDatabase.open(url())) {
            RefusalCounter refusals = new RefusalCounter(database, clock);
            refusals.count(new RefusedException(RefusedException.SOLUTION, Refusal.UNKNOWN_CODE));
            refusals.count(new RefusedException(RefusedException.SOLUTION, "with code 12345", Refusal.UNKNOWN_CODE));
            refusals.count(new RefusedException(RefusedException.REQUEST, Refusal.NOT_ENROLLED));
            refusals.write();
            refusals.count(new RefusedException(RefusedException.SOLUTION, Refusal.UNKNOWN_CODE));
            refusals.write();
        }
        clock.advance(Duration.ofDays(1));
        try (LedgerDatabase database = LedgerDatabase.open(url())) {
            RefusalCounter refusals = new RefusalCounter(database, clock);
            refusals.count(new RefusedException(RefusedException.SOLUTION, Refusal.UNKNOWN_CODE));
            refusals.write();
            refusals.write();
        }
        assertThat(counts()).containsExactlyInAnyOrder("2026-11-21 solution UNKNOWN_CODE 3",
                "2026-11-21 request NOT_ENROLLED 1", "2026-11-22 solution UNKNOWN_CODE 1");
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }

    private List<String> counts() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
             Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT day, what, reason, times FROM refusal")) {
            List<String> counts = new ArrayList<>();
            while (rows.next()) {
                counts.add(String.join(" ", rows.getString(1), rows.getString(2), rows.getString(3),
                        rows.getString(4)));
            }
            return counts;
        }
    }
}
