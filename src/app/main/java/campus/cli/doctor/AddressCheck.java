package campus.cli.doctor;

import static campus.app.CommandOptions.BROKER_URL;

import campus.base.Durations;
import campus.link.LinkException;
import campus.link.wire.Address;
import java.net.ConnectException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * Tries the addresses of the broker as the routes do: name, TCP, TLS, WebSocket. Of several one is enough, as the
 * backup of a pair of brokers does not answer while all is well.
 *
 * @param embedded whether the broker is that of {@code run}
 */
record AddressCheck(CamelContext camel, boolean embedded, DoctorReport report) {

    /** The first address that works, of all that are tried. */
    Optional<Address> firstThatWorks(List<Address> addresses) {
        boolean several = addresses.size() > 1;
        List<Address> working = addresses.stream().filter(address -> works(address, several)).toList();
        if (several && working.isEmpty()) {
            report.wrong("broker", "none of the addresses works", "mend one of them, or correct " + BROKER_URL);
        }
        return working.stream().findFirst();
    }

    private boolean works(Address address, boolean several) {
        String of = several ? " of " + address : "";
        DoctorReport.Failure failure = several ? report::warning : report::wrong;
        try (DiagnosticConnection probe = new DiagnosticConnection(camel, address)) {
            return report.step("host name " + address.host(), () -> String.join(", ", probe.resolve()),
                            e -> "check the spelling in -h or " + BROKER_URL + ", and the DNS of this machine", failure)
                    && report.step("TCP connection" + of, probe::connect, this::noConnection, failure)
                    && report.step("TLS" + of, () -> probe.secure().map(BrokerCertificate::describe).orElse("not used"),
                            e -> probe.certificate() + "; it is " + Durations.CLOCK.instant() + " here", failure)
                    && report.step("WebSocket" + of, () -> probe.upgrade() ? "agreed" : "not used",
                            e -> "check the path in the address, and that the port is for WebSocket", failure);
        }
    }

    private String noConnection(LinkException e) {
        if (!(e.getCause() instanceof ConnectException)) {
            return "check the address, and the firewalls on the way and on the broker's machine";
        }
        return embedded
                ? "start it with `run`, or name another broker with -h and -p"
                : "start the broker, or correct host and port: -h and -p or " + BROKER_URL;
    }
}
