package campus.classroom.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** SQL statements on a connection. Their parameters are text, numbers, truth values or null. */
public final class Sql {

    private Sql() {
    }

    /** What is done on a connection, or is made of a row. */
    @FunctionalInterface
    public interface Work<S, T, E extends Exception> {

        /** Does the work, and returns its result. */
        T on(S source) throws SQLException, E;
    }

    /**
     * Runs a query, or a change that returns rows.
     *
     * @return what is made of each row, in their order
     * @throws SQLException if the database fails
     * @throws E            if the work on a row fails
     */
    public static <T, E extends Exception> List<T> query(Connection connection, String sql,
            Work<ResultSet, T, E> work, Object... parameters) throws SQLException, E {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            ResultSet rows = statement.executeQuery();
            List<T> results = new ArrayList<>();
            while (rows.next()) {
                results.add(work.on(rows));
            }
            return results;
        }
    }

    /** Runs a statement, and returns the number of rows that it changed. */
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** Runs a statement for each id, which is its last parameter, and returns their number. */
    public static int updateEach(Connection connection, String sql, Collection<Long> ids, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (long id : ids) {
                set(statement, parameters);
                statement.setLong(parameters.length + 1, id);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
