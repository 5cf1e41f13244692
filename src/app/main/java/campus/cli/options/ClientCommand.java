package campus.cli.options;

import campus.app.CommandOptions;
import campus.base.SettingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that connects to a broker: and its options. */
public abstract class ClientCommand implements Callable<Integer> {

    @ParentCommand
    private PropertyOptions campus;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    /** The options for address and user. */
    protected final ConnectionOptions connection() {
        return connection;
    }

    /** What the program gives the command. */
    protected final PropertyOptions campus() {
        return campus;
    }

    /** Tells a problem with which the command goes on, or ends with an exit code of its own. */
    protected final void complain(String problem) {
        spec.commandLine().getErr().println("campus: " + problem);
    }

    /** The properties of options that not every such command has. */
    Map<String, String> further() {
        return Map.of();
    }

    /**
     * The options of a command that is anonymous unless a user is given; {@code -D} wins over the others.
     *
     * @throws SettingException if an option cannot be used
     */
    protected final CommandOptions options() {
        return options(CommandOptions.USER, CommandOptions.PASSWORD);
    }

    /**
     * The options of a command that has a user of its own.
     *
     * @param userKey     the property that takes the user name, if one was given
     * @param passwordKey the property that takes the password, if one was given
     * @throws SettingException if an option cannot be used
     */
    protected final CommandOptions options(String userKey, String passwordKey) {
        Map<String, String> given = campus.properties();
        Map<String, String> literals = connection.literals(userKey, passwordKey);
        literals.keySet().removeAll(given.keySet());
        Map<String, String> properties = new LinkedHashMap<>(connection.properties());
        properties.putAll(further());
        properties.putAll(given);
        return new CommandOptions(properties, literals);
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
}
