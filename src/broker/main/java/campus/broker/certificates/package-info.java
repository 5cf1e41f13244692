/**
 * A certificate authority for a class, and the PEM files that it makes for a broker and its clients. Knows no broker:
 * {@code campus.link.tls} reads the files.
 */
package campus.broker.certificates;
