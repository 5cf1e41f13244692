package campus.exchange;

import campus.support.Postgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A class whose ledger is a real PostgreSQL. */
class ClassPostgresIT extends ClassContract {

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
