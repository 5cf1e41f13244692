package campus.cli.doctor;

import campus.base.Settings;
import campus.link.wire.ServerLimits;

/** Compares the limits of the broker (its CONNACK) with the needs of the routes. */
record LimitCheck(Settings settings, DoctorReport report) {

    /** Bytes: more than any reading, code or solution has. */
    private static final int ENOUGH = 1024;

    void check(ServerLimits limits, long sessionExpiry) {
        int maxInflight = settings.integer("campus.link.max-inflight", 1, 1_000_000);
        judge(limits.receiveMaximum() >= maxInflight, "receive maximum",
                limits.receiveMaximum() + " messages at a time", "campus.link.max-inflight=" + maxInflight
                        + " is limited to that, which costs speed: raise max_inflight_messages in the broker",
                report::warning);
        boolean unlimited = limits.maximumPacketSize() == ServerLimits.NO_LIMIT;
        judge(limits.maximumPacketSize() >= ENOUGH, "packet size",
                unlimited ? "no limit" : limits.maximumPacketSize() + " bytes",
                "a reading or a solution may be larger: raise max_packet_size in the broker", report::warning);
        judge(limits.sessionExpiry() >= sessionExpiry, "session expiry", limits.sessionExpiry() + " s",
                "campus.session.durable asks for " + sessionExpiry
                + " s: a client that is away for longer misses messages", report::warning);
        int keepAlive = settings.integer("camel.component.paho-mqtt5.keep-alive-interval", 0, 65_535);
        judge(limits.keepAlive() == 0 || limits.keepAlive() <= keepAlive || keepAlive == 0, "keep alive",
                limits.keepAlive() + " s", "the broker wants more than the " + keepAlive
                        + " s of camel.component.paho-mqtt5.keep-alive-interval: a dead connection is noticed later",
                report::warning);
        judge(limits.maximumQos() >= 1, "QoS", "up to " + limits.maximumQos(),
                "views, teacher and student need QoS 1: use another broker", report::wrong);
        judge(limits.wildcards(), "wildcards", allowed(limits.wildcards()),
                "the views need them: use another broker", report::wrong);
        judge(limits.retain(), "retained messages", allowed(limits.retain()),
                "whether a building is online is not shown: its Last Will is left out", report::warning);
        // What a teacher with campus.teacher.share needs is seen at its subscriptions.
        report.ok("shared subscriptions", allowed(limits.shared()));
    }

    private void judge(boolean enough, String what, String value, String otherwise, DoctorReport.Failure failure) {
        if (enough) {
            report.ok(what, value);
        } else {
            failure.tell(what, value, otherwise);
        }
    }

    private static String allowed(boolean yes) {
        return yes ? "allowed" : "not allowed";
    }
}
