/**
 * The command {@code doctor}: connects step by step with a connection of {@code campus.link.probe}, and prints each
 * failure with its cause and its remedy. It runs no route.
 */
package campus.cli.doctor;
