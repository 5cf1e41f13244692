package campus.classroom.roster;

import campus.testkit.EmptyPostgres;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A class whose ledger is a real PostgreSQL. */
class ClassPostgresIT extends ClassContract {

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Override
    String url() {
        return POSTGRES.url();
    }
}
