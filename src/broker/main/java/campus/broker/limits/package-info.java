/** What a client may cost the broker: topics, sessions, waiting messages, publications a second. */
package campus.broker.limits;
