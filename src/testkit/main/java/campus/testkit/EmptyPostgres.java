package campus.testkit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty PostgreSQL database for each test of a class. */
public final class EmptyPostgres implements BeforeEachCallback {

    private Postgres server;
    private String url;

    @Override
    public void beforeEach(ExtensionContext context) {
        server = Postgres.start();
        url = server.newDatabase();
    }

    /** The server of the databases, for a database of another kind. */
    public Postgres server() {
        return server;
    }

    /** The JDBC URL of this test's database. */
    public String url() {
        return url;
    }
}
