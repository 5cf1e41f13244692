package campus.classroom.ledger;

/** The owners of codes in a file. */
class CodeOwnersTest extends CodeOwnersContract {

    @Override
    String url() {
        return "jdbc:sqlite:" + folder.resolve("ledger.db");
    }
}
