package campus.web;

import campus.classroom.roster.ClassStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/**
 * Whether the parts of the program work: each link by its health check, and the ledger by asking it. It is ready if all
 * of them are up; it lives as long as it answers.
 */
final class Health {

    /** Before the routes have started, no link can be asked. */
    static final Report STARTING = new Report(true, false, List.of(), null);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CamelContext context;
    private final Callable<ClassStatus> ledger;
    private CompletableFuture<ClassStatus> asked;
    private long askedNanos;

    /** @param ledger the class in numbers; null if the ledger is not in this process */
    Health(CamelContext context, Callable<ClassStatus> ledger) {
        this.context = context;
        this.ledger = ledger;
    }

    /** A link as its health check has it. */
    record Link(String name, boolean up, String broker, String since, String reason, Object inFlight,
            Object reconnects) {
    }

    /** The ledger; the reason is null if it is up. */
    record Ledger(boolean up, String reason) {
    }

    /** All of it; the ledger is null if it is not in this process. */
    record Report(boolean live, boolean ready, List<Link> links, Ledger ledger) {
    }

    Report report() {
        List<Link> links = Optional.ofNullable(HealthCheckRegistry.get(context)).stream()
                .flatMap(HealthCheckRegistry::stream)
                .filter(check -> "link".equals(check.getGroup())).map(Health::link)
                .sorted(Comparator.comparing(Link::name)).toList();
        Ledger present = ledger == null ? null : ledger();
        return new Report(true, links.stream().allMatch(Link::up) && (present == null || present.up()), links, present);
    }

    private static Link link(HealthCheck check) {
        HealthCheck.Result result = check.call();
        Map<String, Object> details = result.getDetails();
        return new Link(check.getId().replaceFirst("^link:", ""), result.getState() == HealthCheck.State.UP,
                String.valueOf(details.get("broker")), String.valueOf(details.get("since")),
                (String) details.get("reason"), details.get("inFlight"), details.get("reconnects"));
    }

    private Ledger ledger() {
        return classStatus().handle((status, e) -> e == null ? new Ledger(true, null)
                : new Ledger(false, e instanceof TimeoutException ? "no answer within a second"
                        : String.valueOf(e.getCause().getMessage()))).join();
    }

    /**
     * The class in numbers, which the ledger is asked for once a second at most. Fails with a {@link TimeoutException}
     * after a second.
     */
    synchronized CompletableFuture<ClassStatus> classStatus() {
        if (asked == null || asked.isDone() && System.nanoTime() - askedNanos > SECOND) {
            asked = CompletableFuture.supplyAsync(this::ask);
            askedNanos = System.nanoTime();
        }
        return asked.copy().orTimeout(SECOND, TimeUnit.NANOSECONDS);
    }

    private ClassStatus ask() {
        try {
            return ledger.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
