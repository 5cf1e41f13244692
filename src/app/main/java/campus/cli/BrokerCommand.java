package campus.cli;

import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.Credentials;
import campus.base.SettingException;
import campus.base.Settings;
import campus.broker.BrokerFiles;
import campus.broker.MosquittoFiles;
import campus.broker.certificates.Certificates;
import campus.building.BuildingSettings;
import campus.cli.options.PropertyOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code broker}: makes files that a broker needs before it starts. */
@Command(name = "broker", description = "Make the files that a broker needs.")
final class BrokerCommand {

    @ParentCommand
    private PropertyOptions campus;

    /** {@code broker mosquitto}: writes the configuration of a Mosquitto for a class. */
    @Command(name = "mosquitto", description = "Write the configuration of a Mosquitto that does what the embedded"
            + " broker would: listeners, certificates, users, permissions, and the limits that Mosquitto has.",
            footer = {"", "Existing files of users and permissions in DIR are replaced, certificates are not.",
                "Exit codes: 0 written, 2 usage or property, or mosquitto.conf has another content."})
    void mosquitto(@Parameters(paramLabel = "DIR", description = "Folder to write to.") Path folder,
            @Option(names = "--force", description = "Replace a mosquitto.conf with another content.") boolean force)
            throws Exception {
        try (CommandCamel main = new CommandCamel(CommandOptions.of(campus.properties()))) {
            main.init();
            Settings settings = main.settings();
            Map<String, String> passwords = new Credentials(settings).brokerPasswords();
            Path file = MosquittoFiles.write(settings.with(passwords),
                    main.getCamelContext()::resolvePropertyPlaceholders, BuildingSettings.further(settings), folder,
                    force);
            System.out.println("Start it: mosquitto -c " + file);
            System.out.println("As root or as a service, first: chown -R mosquitto " + folder);
            System.out.println("The passwords of teacher, building and page are in "
                    + settings.path("campus.data-dir").resolve("credentials.properties") + " or in your properties.");
            System.out.println("Set campus.broker.enabled=false, and campus.page.username=" + BrokerFiles.PAGE_USER
                    + ": an anonymous page shows nothing.");
        }
    }

    /** {@code broker certificates}: makes a CA for a class, and certificates that it signs. */
    @Command(name = "certificates", description = "Make a CA for a class, a certificate for its broker and one for its"
            + " clients: PEM files that Campus and Mosquitto take as they are.",
            footer = {"", "A CA that DIR already has signs again.", "Exit codes: 0 made, 2 usage or a file exists."})
    void certificates(@Parameters(paramLabel = "DIR", description = "Folder to write to.") Path folder,
            @Option(names = "--host", paramLabel = "NAME", description = "Name or address by which clients connect,"
                    + " besides localhost, 127.0.0.1, ::1 and the name of this machine. Repeatable.")
            List<String> hosts,
            @Option(names = "--force", description = "Replace existing certificates of broker and clients.")
            boolean force) {
        Set<String> all;
        try {
            all = Certificates.make(folder, hosts == null ? List.of() : hosts, force, Clock.systemUTC());
        } catch (IOException e) {
            throw new SettingException(folder + " cannot be written: " + e);
        }
        usage(folder, all).lines().forEach(System.out::println);
    }

    private static String usage(Path folder, Set<String> hosts) {
        // Mosquitto may be started in another folder.
        Path own = folder.toAbsolutePath();
        return """
                The broker's certificate is for %1$s.

                mosquitto.conf (the broker must be allowed to read the key):
                  listener 8883
                  cafile %2$s
                  certfile %3$s.crt
                  keyfile %3$s.key
                  # to let only clients with a certificate in: require_certificate true

                application.properties, the embedded broker:
                  campus.broker.tls.port=8883
                  campus.broker.tls.client-port=8884
                  campus.broker.tls.cert=%5$s.crt
                  campus.broker.tls.key=%5$s.key
                  campus.broker.tls.cafile=%4$s

                application.properties, every client:
                  campus.tls.cafile=%4$s
                  campus.tls.cert=%6$s.crt
                  campus.tls.key=%6$s.key

                pub, sub, student, mosquitto_pub and mosquitto_sub:
                  --cafile %4$s --cert %6$s.crt --key %6$s.key

                Keep %7$s secret: its holder can pretend to be any broker and any client.
                """.formatted(String.join(", ", hosts), own.resolve("ca.crt"), own.resolve("server"),
                        folder.resolve("ca.crt"), folder.resolve("server"), folder.resolve("client"),
                        folder.resolve("ca.key"));
    }
}
