/** The command {@code replay}: reads the lines that a view has written, and publishes their messages again. */
package campus.cli.replay;
