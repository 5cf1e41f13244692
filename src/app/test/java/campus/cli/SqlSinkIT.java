package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.testkit.Ports;
import campus.testkit.Postgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application with a view into a database and into a file, by properties only, as the README shows it. */
@Timeout(120)
class SqlSinkIT {

    private static final String VIEW = "campus.view.mine.";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    @Test
    void everyReadingIsARowOfPostgresAndALineOfTheFile() throws Exception {
        String url = Postgres.start().newDatabase();
        execute(url, "CREATE TABLE reading (id bigserial PRIMARY KEY, line jsonb NOT NULL)");
        assertRowsAreLines(url, "sql:INSERT INTO reading(line) VALUES (:#${body}::jsonb)?dataSource=#readings");
        assertThat(rows(url, "SELECT line->'payload'->>'unit' FROM reading WHERE line->>'topic' LIKE '%/TEMP'"))
                .isNotEmpty().containsOnly("Cel");
    }

    @Test
    void everyReadingIsARowOfSqliteAndALineOfTheFile() throws Exception {
        String url = "jdbc:sqlite:" + data.resolve("readings.db");
        execute(url, "CREATE TABLE reading (id INTEGER PRIMARY KEY, line TEXT NOT NULL)");
        assertRowsAreLines(url,
                "sql:INSERT INTO reading(line) VALUES (rtrim(:#${body}, char(10)))?dataSource=#readings");
        assertThat(rows(url, "SELECT line FROM reading")).allSatisfy(row -> assertThat(row).endsWith("}"));
    }

    @Test
    void whileTheDatabaseIsDownTheFileHasTheLinesAndTheDeadLettersToo() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/campus?password=s3cret";
        Map<String, String> options = options(url, "sql:INSERT INTO reading(line) VALUES (:#${body}::jsonb)");
        options.put("campus.errors.retries", "1");
        options.put("campus.errors.retry-delay", "1ms");
        try (Running running = Running.start(data, options)) {
            await().atMost(PATIENCE).until(() -> running.lines("dead-letter").size() >= 2);
            JsonNode dead = Json.MAPPER.readTree(running.lines("dead-letter").get(0));
            assertThat(dead.get("sink").asText()).startsWith("sql:");
            assertThat(dead.get("route").asText()).isEqualTo("view-mine");
            assertThat(dead.toString()).doesNotContain("s3cret");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(payloads(running.lines("both")))
                    .contains(dead.get("payload")));
        }
    }

    private void assertRowsAreLines(String url, String sink) throws Exception {
        List<String> lines;
        try (Running running = Running.start(data, options(url, sink))) {
            await().atMost(PATIENCE).until(() -> running.lines("both").size() >= 100);
            running.close();
            lines = running.lines("both");
            assertThat(running.lines("dead-letter")).isEmpty();
        }
        assertThat(trees(rows(url, "SELECT line FROM reading ORDER BY id"))).isEqualTo(trees(lines));
    }

    private static Map<String, String> options(String url, String sink) {
        Map<String, String> options = new HashMap<>();
        options.put("camel.beans.readings", "#class:com.zaxxer.hikari.HikariDataSource");
        options.put("camel.beans.readings.jdbcUrl", url);
        options.put("camel.beans.readings.connectionTimeout", "250");
        options.put(VIEW + "filter", "{{campus.sensors.building}}/#");
        options.put(VIEW + "to", sink);
        options.put(VIEW + "to.2", "lines:{{campus.data-dir}}/both?rotate=none");
        return options;
    }

    private static List<JsonNode> trees(List<String> lines) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (String line : lines) {
            trees.add(Json.MAPPER.readTree(line));
        }
        return trees;
    }

    private static List<JsonNode> payloads(List<String> lines) throws IOException {
        return trees(lines).stream().map(line -> line.get("payload")).toList();
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
             Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(String url, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
             Statement statement = connection.createStatement();
             ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
