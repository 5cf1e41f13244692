/** The command {@code status}: collects the {@code $SYS} figures of any broker and prints them as a table. */
package campus.cli.status;
