/** What a view writes for a message: the line, and a safe file name for a topic. */
package campus.sink;
