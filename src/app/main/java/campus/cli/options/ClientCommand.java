package campus.cli.options;

import campus.base.SettingException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that connects to a broker: its options for the connection, as properties. */
public abstract class ClientCommand implements Callable<Integer> {

    @ParentCommand
    private PropertyOptions parent;

    @Mixin
    private ConnectionOptions connection;

    /** The options for address and user. */
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

    /**
     * The value of an option that is a number.
     *
     * @return the value, 0 if the option was not given
     * @throws SettingException if it is less than 1
     */
    protected static long positive(String option, Long value) {
        if (value != null && value < 1) {
            throw new SettingException(option + " " + value + " cannot be used: accepted is a whole number from 1");
        }
        return value == null ? 0 : value;
    }

    private Map<String, String> withGiven(Map<String, String> properties) {
        properties.putAll(parent.properties());
        return properties;
    }
}
