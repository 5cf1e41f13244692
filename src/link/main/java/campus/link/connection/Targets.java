package campus.link.connection;

import campus.link.wire.Address;
import campus.link.wire.ConnectFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a link may connect to, in one round of attempts: every IP address of every address, in the order given, but
 * first the one that worked last. Each that fails says why.
 */
public final class Targets {

    /** An address of the settings, and one IP address of its host name. */
    public record Target(Address address, InetAddress host) {
    }

    private final List<Address> addresses;
    private final Deque<Target> left = new ArrayDeque<>();
    private final Map<String, ConnectFailure> failures = new LinkedHashMap<>();
    private Target lastGood;

    /** @param addresses in the order in which they are tried */
    public Targets(List<Address> addresses) {
        this.addresses = addresses;
    }

    /** Looks all host names up, which takes time; what is found begins a round with {@link #begin}. */
    public Map<Address, List<InetAddress>> resolve() {
        Map<Address, List<InetAddress>> found = new LinkedHashMap<>();
        for (Address address : addresses) {
            try {
                found.put(address, List.of(InetAddress.getAllByName(address.host())));
            } catch (UnknownHostException e) {
                found.put(address, List.of());
            }
        }
        return found;
    }

    /** Begins a round; an address without an IP address has failed. */
    public void begin(Map<Address, List<InetAddress>> found) {
        left.clear();
        failures.clear();
        found.forEach((address, hosts) -> {
            hosts.forEach(host -> left.add(new Target(address, host)));
            if (hosts.isEmpty()) {
                failures.put(address.toString(), ConnectFailure.of(new UnknownHostException(address.host())));
            }
        });
        if (left.remove(lastGood)) {
            left.addFirst(lastGood);
        }
    }

    /** The next of this round; null if there is none left. */
    public Target next() {
        return left.poll();
    }

    /** This one is to be tried again at once. */
    public void again(Target target) {
        left.addFirst(target);
    }

    /** This one works. */
    public void good(Target target) {
        lastGood = target;
    }

    /** The address that worked last. */
    public Address lastGood() {
        return lastGood.address();
    }

    /** This one does not work. */
    public void failed(Target target, ConnectFailure failure) {
        failures.put(target.address().toString(), failure);
    }

    /** The failures of a round in one: it passes if one of them passes. */
    public ConnectFailure summary() {
        List<ConnectFailure> all = List.copyOf(failures.values());
        if (all.size() < 2) {
            return all.isEmpty() ? ConnectFailure.timeout() : all.get(0);
        }
        ConnectFailure mildest = all.stream().filter(ConnectFailure::isTransient).findFirst()
                .orElse(all.get(all.size() - 1));
        List<String> texts = new ArrayList<>();
        failures.forEach((address, failure) -> texts.add(address + ": " + failure.text()));
        return new ConnectFailure(mildest.kind(), String.join("; ", texts), mildest.remedy());
    }
}
