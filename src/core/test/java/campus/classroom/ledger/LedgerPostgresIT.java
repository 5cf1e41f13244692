package campus.classroom.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.testkit.EmptyPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger in a real PostgreSQL, as several teachers use it. */
class LedgerPostgresIT extends LedgerContract {

    @RegisterExtension
    static final EmptyPostgres POSTGRES = new EmptyPostgres();

    @Override
    String url() {
        return POSTGRES.url();
    }

    @Test
    void aDatabaseThatCannotHoldEveryNameIsRefused() {
        assertThatThrownBy(() -> LedgerDatabase.open(POSTGRES.server().newDatabase("LATIN1")))
                .isInstanceOf(SettingException.class).hasMessageContaining("its encoding is LATIN1 and must be UTF8");
    }
}
