/**
 * A network between a client and a server that a test can cut, silence or close. It knows bytes and no protocol.
 */
package campus.testkit.proxy;
