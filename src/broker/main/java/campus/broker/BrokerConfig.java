package campus.broker;

import campus.broker.limits.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What an embedded broker needs to start.
 *
 * @param host         name or address of the local interface to listen on; {@code 127.0.0.1} keeps other hosts out,
 *                     {@code 0.0.0.0} or {@code ::} lets them in
 * @param ports        the listeners to open and their ports, 0 to 65535; 0: any free one
 * @param tls          certificate of the secure listeners, and the client certificates that they trust; present if
 *                     there is a secure listener
 * @param aclFile      permissions, in the format of Mosquitto's {@code acl_file}
 * @param passwordFile users and password hashes, in the format of Mosquitto's {@code password_file}
 * @param sysInterval  time between two publications of figures under {@code $SYS}, as Mosquitto's
 *                     {@code sys_interval}; zero: never
 * @param limits       what a client may do, beyond its permissions
 */
public record BrokerConfig(String host, Map<Listener, Integer> ports, Optional<SSLContext> tls, Path aclFile,
        Path passwordFile, Duration sysInterval, Limits limits) {
}
