package campus.exchange;

import campus.support.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The ledger in a real PostgreSQL, as several teachers use it. */
class LedgerPostgresIT extends LedgerContract {

    private static Postgres postgres;
    private String url;

    @BeforeAll
    static void start() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    String url() {
        if (url == null) {
            url = postgres.newDatabase();
        }
        return url;
    }
}
