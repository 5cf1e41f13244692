package campus.broker.users;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * One password hash of Mosquitto 2.0.
 *
 * @param iterations 0: the older {@code $6$}, a plain SHA-512
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {

    /** The default of mosquitto_passwd 2.0. */
    private static final int ITERATIONS = 101;
    private static final int SALT_BYTES = 12;
    private static final int HASH_BYTES = 64;
    /** Far above any that is in use; it takes seconds. A typing error must not stop the broker for hours. */
    private static final int MAX_ITERATIONS = 10_000_000;

    /** @throws IllegalArgumentException if the text is neither a {@code $7$} nor a {@code $6$} hash */
    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        boolean pbkdf2 = parts.length == 5 && parts[0].isEmpty() && parts[1].equals("7");
        boolean sha512 = parts.length == 4 && parts[0].isEmpty() && parts[1].equals("6");
        if (!pbkdf2 && !sha512) {
            throw new IllegalArgumentException("neither $7$ nor $6$");
        }
        int iterations = pbkdf2 ? Integer.parseInt(parts[2]) : 0;
        byte[] salt = Base64.getDecoder().decode(parts[parts.length - 2]);
        byte[] hash = Base64.getDecoder().decode(parts[parts.length - 1]);
        boolean countable = !pbkdf2 || iterations >= 1 && iterations <= MAX_ITERATIONS;
        if (!countable || salt.length == 0 || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException("iterations, salt or hash out of range");
        }
        return new PasswordHash(iterations, salt, hash);
    }

    /** The text of a new {@code $7$} hash. */
    static String create(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return "$7$" + ITERATIONS + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash(password, salt, ITERATIONS));
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, hash(password, salt, iterations));
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        try {
            if (iterations == 0) {
                MessageDigest digest = MessageDigest.getInstance("SHA-512");
                digest.update(password.getBytes(StandardCharsets.UTF_8));
                return digest.digest(salt);
            }
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(
                    new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * 8)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-512, or no PBKDF2 with it", e);
        }
    }
}
