/** The commands {@code teacher …}: they read and purge the ledger and the files of a class. No broker is needed. */
package campus.cli.teacher;
