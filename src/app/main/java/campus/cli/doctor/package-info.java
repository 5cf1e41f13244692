/**
 * The command {@code doctor}: connects step by step with the transport of {@code campus.link.wire}, and prints each
 * failure with its cause and its remedy. It runs no route.
 */
package campus.cli.doctor;
