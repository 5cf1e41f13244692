/**
 * Tools to find the cause of a fault: a connection that is made step by step, the certificate of a server, and packets
 * in words. They use the settings and the transport of a link, and no consumer or producer.
 */
package campus.link.probe;
