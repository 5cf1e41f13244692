package campus.exchange;

import campus.support.EmptyPostgres;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger in a real PostgreSQL, as several teachers use it. */
class LedgerPostgresIT extends LedgerContract {

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Override
    String url() {
        return POSTGRES.url();
    }
}
