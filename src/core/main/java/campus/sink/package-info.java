/**
 * What a view writes for a message: the line, and a safe file name for a topic; and {@code lines:}, which writes
 * lines to files many at a time.
 */
package campus.sink;
