package campus.broker.users;

import campus.base.ConfigFile;
import campus.base.PrivateFile;
import campus.base.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * Users and their password hashes, read from a file in the format of Mosquitto's {@code password_file}
 * (mosquitto.conf(5), mosquitto_passwd(1)): lines {@code USER:HASH}, blank lines and {@code # comments}. Hashes are
 * those of Mosquitto 2.0: {@code $7$ITERATIONS$SALT$HASH} (PBKDF2-HMAC-SHA512) and {@code $6$SALT$HASH} (SHA-512 of
 * password and salt), salt and hash in base64. No password is kept in clear. Immutable, and safe for many threads.
 */
public final class Passwords {

    private static final String KEY = "campus.broker.password-file";

    private final Map<String, PasswordHash> users;

    private Passwords(Map<String, PasswordHash> users) {
        this.users = users;
    }

    /**
     * Reads a file in the format of Mosquitto's {@code password_file}, UTF-8.
     *
     * @throws SettingException if the file cannot be read, or naming the first line that is not understood; the message
     *                          holds no hash
     */
    public static Passwords read(Path file) {
        Map<String, PasswordHash> users = new HashMap<>();
        int number = 0;
        for (String line : ConfigFile.lines(KEY, file)) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            String user = colon < 0 ? "" : line.substring(0, colon).strip();
            if (user.isEmpty()) {
                throw ConfigFile.invalid(KEY, file, number, "there is no user name with a colon behind it",
                        "USER:HASH as mosquitto_passwd writes it");
            }
            PasswordHash hash = parse(file, number, user, line.substring(colon + 1).strip());
            if (users.put(user, hash) != null) {
                throw ConfigFile.invalid(KEY, file, number, "user " + user + " is there a second time",
                        "one line per user");
            }
        }
        return new Passwords(users);
    }

    private static PasswordHash parse(Path file, int number, String user, String text) {
        try {
            return PasswordHash.parse(text);
        } catch (IllegalArgumentException e) {
            throw ConfigFile.invalid(KEY, file, number, "the hash of user " + user + " has another format",
                    "$7$ITERATIONS$SALT$HASH or $6$SALT$HASH, as written by"
                            + " 'mosquitto_passwd -H sha512-pbkdf2 " + file + " " + user + "'");
        }
    }

    /**
     * Whether the password of a user is this one; takes the same time for a right and a wrong password.
     *
     * @param user     the user name; null or an unknown one: false
     * @param password in clear; null: false
     */
    public boolean matches(String user, String password) {
        PasswordHash hash = user == null ? null : users.get(user);
        return hash != null && password != null && hash.matches(password);
    }

    /**
     * Writes a {@code password_file} that Mosquitto 2.0 and {@link #read} accept: a {@code $7$} line for each user,
     * with a new random salt and the 101 iterations of Mosquitto 2.0. Missing folders are made. The file is replaced as
     * a whole, and only its owner may read and write it ({@link PrivateFile}).
     *
     * @param file  made, or replaced
     * @param clear passwords in clear by user name
     * @throws SettingException if a name or password cannot stand in such a file (empty, colon, end of line), or the
     *                          file cannot be written; the message holds no password
     */
    public static void write(Path file, Map<String, String> clear) {
        SecureRandom random = new SecureRandom();
        StringBuilder lines = new StringBuilder();
        clear.forEach((user, password) -> {
            check(user, password);
            lines.append(user).append(':').append(PasswordHash.create(password, random)).append('\n');
        });
        try {
            PrivateFile.write(file, lines.toString());
        } catch (IOException e) {
            throw new SettingException(KEY + ": " + file + " cannot be written: " + ConfigFile.reason(e));
        }
    }

    private static void check(String user, String password) {
        boolean writable = !user.isEmpty() && user.equals(user.strip()) && !user.startsWith("#")
                && user.chars().noneMatch(c -> c == ':' || Character.isISOControl(c));
        if (!writable) {
            throw new SettingException(KEY + ": '" + user + "' cannot be a user name; accepted is a name without colon,"
                    + " control characters, blanks at its ends or # in front");
        }
        if (password == null || password.isEmpty()) {
            throw new SettingException(KEY + ": the password of user " + user + " is empty; accepted is any other");
        }
    }
}
