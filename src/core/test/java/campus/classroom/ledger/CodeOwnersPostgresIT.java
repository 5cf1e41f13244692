package campus.classroom.ledger;

import campus.testkit.EmptyPostgres;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The owners of codes in a real PostgreSQL. */
class CodeOwnersPostgresIT extends CodeOwnersContract {

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Override
    String url() {
        return POSTGRES.url();
    }
}
