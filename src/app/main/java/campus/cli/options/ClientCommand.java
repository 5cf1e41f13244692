package campus.cli.options;

import campus.base.SettingException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that connects to a broker: the options for that, and the properties that they make. */
public abstract class ClientCommand implements Callable<Integer> {

    @ParentCommand
    private PropertyOptions parent;

    @Mixin
    private ConnectionOptions connection;

    /** To which broker, and as whom. */
    protected final ConnectionOptions connection() {
        return connection;
    }

    /**
     * The properties of a command that is anonymous unless a user is given; {@code -D} wins over its options.
     *
     * @throws SettingException if an option cannot be used
     */
    protected final Map<String, String> properties() {
        return withGiven(connection.properties());
    }

    /**
     * The properties of a command that has a user of its own.
     *
     * @param userKey     the property that takes the user name, if one was given
     * @param passwordKey the property that takes the password, if one was given
     * @throws SettingException if an option cannot be used
     */
    protected final Map<String, String> properties(String userKey, String passwordKey) {
        return withGiven(connection.properties(userKey, passwordKey));
    }

    private Map<String, String> withGiven(Map<String, String> properties) {
        properties.putAll(parent.properties());
        return properties;
    }
}
