package campus.broker;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What an embedded broker needs to start.
 *
 * @param host         the name or address of the local interface to listen on; {@code 127.0.0.1} keeps other hosts out,
 *                     {@code 0.0.0.0} or {@code ::} lets them in
 * @param port         the TCP port, 0 to 65535; 0 = any free one
 * @param aclFile      who may publish and subscribe to what, in the format of Mosquitto's {@code acl_file}
 * @param passwordFile users and password hashes, in the format of Mosquitto's {@code password_file}
 */
public record BrokerConfig(String host, int port, Path aclFile, Path passwordFile) {

    public BrokerConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(aclFile, "aclFile");
        Objects.requireNonNull(passwordFile, "passwordFile");
    }
}
