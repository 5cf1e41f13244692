/**
 * An MQTT 5 server that does what a test tells it. It knows the protocol as far as the tests need it; what it does not
 * know is a fault of the client.
 */
package campus.testkit.peer;
