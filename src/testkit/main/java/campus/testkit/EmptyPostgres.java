package campus.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An empty PostgreSQL database for each test of a class. */
public final class EmptyPostgres implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private Postgres server;
    private String url;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = Postgres.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        url = server.newDatabase();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
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
